# English. The keys are those of vi.ftl; the build fails when one is missing.

brand = Một Cửa
skip = Skip to main content
language-vi = Tiếng Việt
language-en = English
language-label = Language
nav-label = Main
breadcrumbs-label = Breadcrumbs
nav-home = Home
nav-offices = Offices
nav-ledger = Ledger
sample-label = About the data
sample-name = Sample data
sample-note = The offices are real; codes, people and figures are samples.
sample-why = Why?
title = { $page } | { $brand }, { $province }
error-title = Error: { $page }

footer-about = About this site
footer-api = Programming interface
footer-sample = About the sample data
footer-ledger = Public event ledger
footer-proof = Evidence
footer-entries = The ledger has { $size } entries, signed { $age } ago
footer-cosigned = Cosigned by a witness { $age } ago
footer-uncosigned = Not cosigned by a witness yet
footer-software = Open-source software Một Cửa, version { $version }
footer-time = Data as of { $time }
footer-official = Sample data, not official figures
footer-law = Legal time is Vietnam time
age-seconds = { $n ->
    [one] 1 second
   *[other] { $n } seconds
}
age-minutes = { $n ->
    [one] 1 minute
   *[other] { $n } minutes
}
age-hours = { $n ->
    [one] 1 hour
   *[other] { $n } hours
}
age-days = { $n ->
    [one] 1 day
   *[other] { $n } days
}

home-title = Home
home-question = Which office are you looking for?
home-label = Type its name, with or without Vietnamese marks
home-try = Try:
home-ledger = Public ledger
home-ledger-text = Every fact enters through one door and into a ledger that anyone can check: nobody can backdate a record unseen.
home-ledger-link = See the ledger
home-levels = Register of offices
home-all = All { $n } offices
home-count = { $n ->
    [one] 1 office
   *[other] { $n } offices
}
home-how = Why you can trust it
home-how-1 = One door: every fact comes in by a single write path.
home-how-2 = One ledger: what was recorded cannot be changed or removed without a trace.
home-how-3 = Every figure opens: it is counted from the facts in the ledger.

search-button = Search
office-list = Offices
office-find = Find an office
office-found = { $n ->
    [one] 1 office matches “{ $query }”.
   *[other] { $n } offices match “{ $query }”.
}
office-found-more = More than { $n } offices match “{ $query }”.
office-none = No office matches “{ $query }”.
office-none-help = Try fewer words, no marks, or a code such as SNV or H16.
office-all-levels = All levels
office-levels = By level
office-of = Under { $parent }
office-more = Show more
office-code = Code in the register
office-level = Level
office-parent = Office above
office-valid = In force
office-since = Since { $from }
office-from-to = From { $from } to { $to }
office-identifiers = Identifier codes
office-identifiers-old = By QCVN 102:2016/BTTTT
office-identifiers-new = By Decision 20/2020/QĐ-TTg
office-identifier-from = from { $from }
office-unit = Code of the administrative unit
office-address = Address
office-phone = Telephone
office-hours = Working hours
office-hours-caption = Working hours by season
office-hours-season = From
office-hours-days = Days
office-hours-times = Hours
office-no-hours = No working hours are recorded.
office-children = Units and desks under it
office-history = Names and places over time
office-now = today
office-successors = Taken over by
office-predecessors = Successor of
office-source = Source
office-sample = Partly sample data
office-proof = Ledger proof
office-proof-text = Download the proof that this entry stands in the ledger; it can be checked offline.
office-proof-link = Download the proof
office-closed = Ended
office-upcoming = Not in force yet
day-1 = Monday
day-2 = Tuesday
day-3 = Wednesday
day-4 = Thursday
day-5 = Friday
day-6 = Saturday
day-7 = Sunday
days-range = { $from } to { $to }

ledger-title = Event ledger
ledger-lead = Every recorded event in the order of legal time. An entry shows only three seals: neither content nor people.
ledger-entries = Entries
ledger-signed = Checkpoint signed
ledger-ago = { $age } ago
ledger-unsigned = not signed yet
ledger-witness = Witness
ledger-no-witness = none yet
ledger-origin = Name of the log
ledger-root = Root of the tree
ledger-checkpoint = Signed checkpoint
ledger-checkpoint-text = Keep this checkpoint: from now on the ledger must be able to prove that it only grew and changed nothing before it.
ledger-witnesses = Witnesses
ledger-witness-size = Signed up to entry
ledger-verify = Check it yourself
ledger-verify-1 = Download the ledger's verifier key and a proof file.
ledger-verify-2 = Run this on your own machine, offline:
ledger-verify-3 = To check the whole ledger, use any program that reads tlog-tiles.
ledger-limits = What the ledger does not prove
ledger-limits-text = The ledger shows what was recorded and when. It does not say whether the person who recorded it told the truth. Only a witness elsewhere rules out that the ledger shows each reader a different copy.
ledger-link-checkpoint = Checkpoint
ledger-link-key = Verifier key

sample-title = Sample data
sample-lead = This site is a demonstration of the software Một Cửa.
sample-text-1 = The offices follow the province's organisation of 2017–2020.
sample-text-2 = Identifier codes, working hours and whatever is marked “partly sample data” are samples: the official documents were not found.
sample-text-3 = Legal time of the demonstration begins at 08:00 on 16 December 2019. There are no real people in it, and no message leaves it.

api-title = Programming interface
api-lead = Every public page has its data in machine-readable form.
api-caption = Public paths
api-path = Path
api-what = Content
api-offices = Offices, by name and level
api-office = One office with its identifier codes and history
api-checkpoint = The ledger's signed checkpoint
api-key = Its verifier key
api-tiles = Tiles of the tree and of the entries
api-openapi = The full OpenAPI 3.1 description

error-400 = The request is not in order
error-400-text = The address or a value could not be read. Look at it again and retry.
error-404 = There is no door here
error-404-text = The page does not exist or has moved. Your dossiers are not affected.
error-405 = This page does not take that
error-405-text = The page is for reading only. Go back to the one before.
error-429 = A little too fast
error-429-text = Wait a minute and try again. Nothing is lost.
error-500 = Something went wrong
error-500-text = What you sent was not recorded. Sending it again makes only one.
error-503 = Too busy right now
error-503-text = Wait a few seconds and try again. What you sent was not recorded.
error-reference = Reference for the operator: { $reference }
error-home = To the home page
