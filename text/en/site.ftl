# The frame of pages, the front page, errors
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
site-about = The one door of { $province }: find a procedure, apply, follow your dossier, and see the reform measured from the dossiers themselves.
page-about = { $name }: public services and procedures of { $province }, through one door.
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
home-label = Type its name, with or without Vietnamese marks
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
nav-procedures = Procedures
home-procedures-question = What do you need to do?
home-procedures-try = Many look for:
home-top = What people do most
home-top-all = All { $n } procedures
sign-in = Sign in
sign-out = Sign out
error-401 = Sign in first
error-401-text = This page is only for people who have signed in.
error-403 = You may not go through this door
error-403-text = Your rights do not include this. If you need it, ask the administrator of your office. If you have just sent a form, its page may have been too old: load it again and send it again. This attempt was recorded.
