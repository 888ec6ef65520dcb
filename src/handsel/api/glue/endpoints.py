"""The frame around every endpoint: methods, who asks, parameters, refusals as documents."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt

from handsel.api.glue.answers import answer, cached, refusal
from handsel.api.glue.authentication import actor_of_request
from handsel.api.glue.documents import Page, Resource, list_document, single_document
from handsel.api.glue.errors import METHOD_NOT_ALLOWED, Problem, Refused
from handsel.api.glue.includes import follow
from handsel.api.glue.parameters import Asked
from handsel.api.glue.relations import ABSENT, RELATIONS, TYPES, loader_of
from handsel.api.glue.visits import Visit, visit_of

Respond = Callable[..., HttpResponse]
Handlers = Mapping[str, Respond]


@dataclass(frozen=True, slots=True)
class Listed:
    """What a collection answers: the resources of one page, and how many there are in all."""

    resources: list[Resource]
    page: Page | None = None


Read = Callable[..., Resource | Listed]


def route(**handlers: Respond) -> Respond:
    """A view with one function per method. HEAD is a GET without its body; anything else is 405 with the methods."""
    allowed = sorted({*handlers, "OPTIONS", *(("HEAD",) if "GET" in handlers else ())})

    @csrf_exempt
    def respond(request: HttpRequest, **path: str) -> HttpResponse:
        handler = handlers.get("GET" if request.method == "HEAD" else request.method or "")
        if request.method == "OPTIONS":
            response = answer(None, HTTPStatus.NO_CONTENT)
        elif handler is None:
            problem = METHOD_NOT_ALLOWED.about(method=request.method, allowed=", ".join(allowed))
            response = refusal([problem])
        else:
            response = _guarded(handler, request, path)
        if request.method == "OPTIONS" or handler is None:
            response["Allow"] = ", ".join(allowed)
        return response

    return respond


def _guarded(handler: Respond, request: HttpRequest, path: Mapping[str, str]) -> HttpResponse:
    try:
        return handler(request, **path)
    except Refused as refused:
        return refusal(refused.problems)


def refuses(problem: Problem) -> Respond:
    """A view for an address that lacks a part: the contract's own error, whatever the method reads (API-5)."""

    def handler(request: HttpRequest, **path: str) -> HttpResponse:
        raise Refused(problem)

    return route(GET=handler)


def reads(
    root: str, *, paged: bool = False, others: frozenset[str] = frozenset(), as_list: bool = False
) -> Callable[[Read], Respond]:
    """A GET of resources of type `root`: the function finds them, includes and form are added here.

    `as_list` wraps the one resource in an array, as the contract does for singletons under a parent (API-4).
    """

    def decorate(find: Read) -> Respond:
        @wraps(find)
        def handler(request: HttpRequest, **path: str) -> HttpResponse:
            actor = actor_of_request(request)
            parameters = Asked(request.GET, TYPES, ABSENT).read(root, paged=paged, others=others)
            visit = visit_of(request, parameters, actor)
            found = find(visit, **path)
            if isinstance(found, Resource) and as_list:
                found = Listed([found])
            response = answer(document_of(visit, found, request))
            response["Content-Language"] = visit.locale.replace("_", "-")
            return cached(request, response, is_personal=actor.is_signed_in)

        return route(GET=handler)

    return decorate


def document_of(visit: Visit, found: Resource | Listed, request: HttpRequest) -> dict[str, object]:
    """The document of what an endpoint found, with everything that was to be included."""
    primary = [found] if isinstance(found, Resource) else found.resources
    if visit.parameters.includes:
        follow(primary, visit.parameters.includes, RELATIONS, loader_of(visit))
    fields = visit.parameters.fields
    if isinstance(found, Resource):
        return single_document(found, visit.address, fields)
    links = {}
    if found.page is not None:
        kept = [(name, value) for name, values in request.GET.lists() for value in values]
        links = {
            name: visit.address.page(offset, found.page.limit, kept) for name, offset in found.page.links().items()
        }
    return list_document(found.resources, visit.address, fields, links)
