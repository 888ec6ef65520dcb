"""The price rules as a table: what is stored, what is asked, what the answer must be.

Rows: `owner net/gross [threshold:net/gross ...]`, a dash for a missing amount, `was` for an ORIGINAL; owners are `offer`,
`concrete`, `abstract` and `contract <n> offer|concrete|abstract`. Asked: mode, quantity, and where they differ from 19 %
and EUR, the tax rate and the currency. Answer: unit, source, and what is worth telling of tier, other mode, ORIGINAL and
next tier; a star marks a derived amount.
"""

# Sentence | stored rows | asked | answer
TABLE = """
nothing stored is no price                                        |                                                | net 1          | none
an offer with its own net price sells at it                       | offer 10/-                                     | net 1          | 10.00 offer, other 11.90*
an offer with its own gross price sells at it                     | offer -/11.90                                  | gross 1        | 11.90 offer, other 10.00*
a missing gross is derived from net                               | offer 10/-                                     | gross 1        | 11.90* offer, other 10.00
a missing net is derived from gross                               | offer -/11.90                                  | net 1          | 10.00* offer, other 11.90
two given amounts are kept though the rate says otherwise         | offer 10/12                                    | gross 1        | 12.00 offer, other 10.00
a price of zero is a price                                        | offer 0/-; concrete 5/-                        | net 1          | 0.00 offer, other 0.00*
an empty row is no price                                          | offer -/-; concrete 5/-                        | net 1          | 5.00 concrete, other 5.95*
an empty DEFAULT leaves the offer's ORIGINAL to sell at           | offer -/-; offer was 7/-                       | net 1          | 7.00 offer ORIGINAL, other 8.33*
an offer with only ORIGINAL sells at it                           | offer was 12/-                                 | net 1          | 12.00 offer ORIGINAL, other 14.28*
an offer with only ORIGINAL ignores the product's DEFAULT         | offer was 12/-; concrete 9/-                   | net 1          | 12.00 offer ORIGINAL, other 14.28*
an ORIGINAL that is sold at is not struck through                 | offer was 12/15                                | gross 1        | 15.00 offer ORIGINAL, other 12.00
an offer with DEFAULT and ORIGINAL strikes the higher ORIGINAL    | offer 10/-; offer was 12/-                     | net 1          | 10.00 offer, other 11.90*, was 12.00
an ORIGINAL that is lower is not shown                            | offer 10/-; offer was 9/-                      | net 1          | 10.00 offer, other 11.90*
an ORIGINAL that is equal is not shown                            | offer 10/-; offer was 10/-                     | net 1          | 10.00 offer, other 11.90*
a struck ORIGINAL may itself be derived                           | offer 10/11.90; offer was 12/-                 | gross 1        | 11.90 offer, other 10.00, was 14.28
the product's ORIGINAL is not struck beside the offer's DEFAULT   | offer 10/-; concrete 12/-; concrete was 15/-   | net 1          | 10.00 offer, other 11.90*
an own row beats a lower product price                            | offer 10/-; concrete 8/-                       | net 1          | 10.00 offer, other 11.90*
an own row in gross only stops inheritance in net too             | offer -/11.90; concrete 8/-                    | net 1          | 10.00* offer, other 11.90
an own base without tiers does not inherit the product's tiers    | offer 10/-; concrete 9/- 5:7/-                 | net 5          | 10.00 offer, other 11.90*
without own rows the concrete product's price counts              | concrete 9/-; abstract 8/-                     | net 1          | 9.00 concrete, other 10.71*
without concrete rows the abstract product's price counts         | abstract 8/-                                   | net 1          | 8.00 abstract, other 9.52*
an empty gross is filled from the abstract product                | concrete 9/-; abstract 8/20                    | gross 1        | 20.00 abstract, other 9.00
an empty net is filled from the abstract product                  | concrete -/20; abstract 8/9.52                 | net 1          | 8.00 abstract, other 20.00
a given amount is not overwritten by the abstract product         | concrete 9/-; abstract 8/20                    | net 1          | 9.00 concrete, other 20.00
what the abstract product lacks too is derived                    | concrete 9/-; abstract 8/-                     | gross 1        | 10.71* concrete, other 9.00
an empty concrete row is filled whole                             | concrete -/-; abstract 8/-                     | net 1          | 8.00 abstract, other 9.52*
the concrete product's tiers apply                                | concrete 9/- 5:7/-                             | net 5          | 7.00 concrete, other 8.33*, from 5
the abstract product's tiers apply when its price does            | abstract 9/- 5:7/-                             | net 6          | 7.00 abstract, other 8.33*, from 5
tiers are not filled from the abstract product                    | concrete 9/-; abstract 8/- 5:7/-               | net 5          | 9.00 concrete, other 10.71*
a tier of the concrete product is of the concrete product         | concrete 9/- 5:-/8; abstract -/10              | gross 5        | 8.00 concrete, other 6.72*, from 5
below the tier the filled amount is the abstract product's        | concrete 9/- 5:-/8; abstract -/10              | gross 4        | 10.00 abstract, other 9.00, then 5:8.00
a concrete ORIGINAL alone is not a selling price                  | concrete was 12/-                              | net 1          | none
an abstract ORIGINAL alone is not a selling price                 | abstract was 12/-                              | net 1          | none
a concrete ORIGINAL is struck beside the concrete DEFAULT         | concrete 9/-; concrete was 12/-                | net 1          | 9.00 concrete, other 10.71*, was 12.00
an abstract ORIGINAL is not struck beside the concrete DEFAULT    | concrete 9/-; abstract was 12/-                | net 1          | 9.00 concrete, other 10.71*
a concrete ORIGINAL is not struck beside the abstract DEFAULT     | abstract 9/-; concrete was 12/-                | net 1          | 9.00 abstract, other 10.71*
an abstract ORIGINAL is struck beside the abstract DEFAULT        | abstract 9/-; abstract was 12/-                | net 1          | 9.00 abstract, other 10.71*, was 12.00
the source of an ORIGINAL is judged in the mode asked             | concrete 9/-; abstract 8/20; abstract was 8/25 | gross 1        | 20.00 abstract, other 9.00, was 25.00
in the other mode the same ORIGINAL is of another source          | concrete 9/-; abstract 8/20; abstract was 10/- | net 1          | 9.00 concrete, other 20.00
below the first tier the base counts                              | offer 10/- 5:9/- 10:8/-                        | net 4          | 10.00 offer, other 11.90*, then 5:9.00
at the threshold the tier counts                                  | offer 10/- 5:9/- 10:8/-                        | net 5          | 9.00 offer, other 10.71*, from 5, then 10:8.00
between two tiers the lower threshold counts                      | offer 10/- 5:9/- 10:8/-                        | net 9          | 9.00 offer, other 10.71*, from 5, then 10:8.00
above all tiers the highest counts                                | offer 10/- 5:9/- 10:8/-                        | net 12         | 8.00 offer, other 9.52*, from 10
a fraction below the threshold does not reach it                  | offer 10/- 5:9/-                               | net 4.9999     | 10.00 offer, other 11.90*, then 5:9.00
a fraction of one piece pays the base                             | offer 10/- 5:9/-                               | net 0.5        | 10.00 offer, other 11.90*, then 5:9.00
a threshold may be a fraction                                     | offer 10/- 2.5:9/-                             | net 2.5        | 9.00 offer, other 10.71*, from 2.5
a tier may be dearer than the base                                | offer 10/- 5:11/-                              | net 5          | 11.00 offer, other 13.09*, from 5
an ORIGINAL is compared with the tier reached                     | offer 10/- 5:13/-; offer was 12/-              | net 5          | 13.00 offer, other 15.47*, from 5
an ORIGINAL stays struck beside a lower tier                      | offer 10/- 5:9/-; offer was 12/-               | net 5          | 9.00 offer, other 10.71*, from 5, was 12.00
a tier in gross only is derived in net                            | offer 10/- 5:-/10.71                           | net 5          | 9.00* offer, other 10.71, from 5
a tier in net only beside a gross base is derived in gross        | offer -/11.90 5:9/-                            | gross 5        | 10.71* offer, other 9.00, from 5
the next tier is told in the mode asked                           | offer 10/- 5:9/-                               | gross 1        | 11.90* offer, other 10.00, then 5:10.71*
a contract price on the offer beats the offer's own               | offer 10/-; contract 1 offer 9/-               | net 1          | 9.00 contract_offer, other 10.71*
a contract price counts though it is higher                       | offer 10/-; contract 1 offer 11/-              | net 1          | 11.00 contract_offer, other 13.09*
a contract price on the concrete product counts                   | offer 10/-; contract 1 concrete 9/-            | net 1          | 9.00 contract_concrete, other 10.71*
a contract price on the abstract product counts                   | offer 10/-; contract 1 abstract 9/-            | net 1          | 9.00 contract_abstract, other 10.71*
the offer's level wins over a lower concrete level                | contract 1 offer 9/-; contract 1 concrete 5/-  | net 1          | 9.00 contract_offer, other 10.71*
the concrete level wins over a lower abstract level               | contract 1 concrete 9/-; contract 2 abstract 5/- | net 1        | 9.00 contract_concrete, other 10.71*
of two contracts at one level the lower counts                    | contract 1 offer 9/-; contract 2 offer 8/-     | net 1          | 8.00 contract_offer, other 9.52*
the lower contract is found for the quantity asked                | contract 1 offer 9/- 5:6/-; contract 2 offer 8/- | net 5        | 6.00 contract_offer, other 7.14*, from 5
below the tier the other contract is the lower                    | contract 1 offer 9/- 5:6/-; contract 2 offer 8/- | net 4        | 8.00 contract_offer, other 9.52*
the lower contract is found in the mode asked                     | contract 1 offer 9/20; contract 2 offer 10/15  | gross 1        | 15.00 contract_offer, other 10.00
in the other mode the other contract is lower                     | contract 1 offer 9/20; contract 2 offer 10/15  | net 1          | 9.00 contract_offer, other 20.00
a derived contract amount competes with a given one               | contract 1 offer 9/-; contract 2 offer -/11    | gross 1        | 10.71* contract_offer, other 9.00
an empty contract row is none                                     | offer 10/-; contract 1 offer -/-               | net 1          | 10.00 offer, other 11.90*
an empty contract row leaves the next level                       | contract 1 offer -/-; contract 1 concrete 9/-  | net 1          | 9.00 contract_concrete, other 10.71*
a contract tier counts for all units                              | offer 10/-; contract 1 offer 9/- 10:7/-        | net 12         | 7.00 contract_offer, other 8.33*, from 10
a contract without tiers does not take the offer's                | offer 10/- 5:6/-; contract 1 offer 9/-         | net 5          | 9.00 contract_offer, other 10.71*
an ORIGINAL of the offer is not struck beside a contract          | offer 10/-; offer was 12/-; contract 1 offer 9/- | net 1        | 9.00 contract_offer, other 10.71*
an ORIGINAL of the same contract is struck                        | contract 1 offer 9/-; contract 1 offer was 12/- | net 1         | 9.00 contract_offer, other 10.71*, was 12.00
an ORIGINAL of another contract is not struck                     | contract 1 offer 9/-; contract 2 offer was 12/- | net 1         | 9.00 contract_offer, other 10.71*
a contract with only ORIGINAL sells nothing                       | offer 10/-; contract 1 offer was 8/-           | net 1          | 10.00 offer, other 11.90*
a contract prices an offer that has no price                      | contract 1 abstract 9/-                        | net 1          | 9.00 contract_abstract, other 10.71*
at a rate of zero net and gross are equal                         | offer 10/-                                     | gross 1 0%     | 10.00* offer, other 10.00
a derived gross is rounded half-up                                | offer 0.50/-                                   | gross 1 5%     | 0.53* offer, other 0.50
a derived net is rounded half-up                                  | offer -/0.21                                   | net 1 40%      | 0.15* offer, other 0.21
a rate may have decimals                                          | offer 100/-                                    | gross 1 8.1%   | 108.10* offer, other 100.00
yen have no decimals                                              | offer 105/-                                    | gross 1 10% JPY | 116* offer, other 105
yen derived to net are rounded half-up                            | offer -/115                                    | net 1 10% JPY  | 105* offer, other 115
half a yen is rounded up                                          | offer -/111                                    | net 1 100% JPY | 56* offer, other 111
dinars have three decimals                                        | offer 1.005/-                                  | gross 1 5% KWD | 1.055* offer, other 1.005
dinars derived to net keep three decimals                         | offer -/1.000                                  | net 1 5% KWD   | 0.952* offer, other 1.000
the smallest amount of a currency stays                           | offer 0.01/-                                   | gross 1        | 0.01* offer, other 0.01
the largest amount that can be stored stays exact                 | offer 999999999999999/-                        | net 1 0%       | 999999999999999.00 offer, other 999999999999999.00*
"""
