# Procedures
span-working-day = { $n ->
    [one] { $n } working day
   *[other] { $n } working days
}
span-calendar-day = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
span-working-hour = { $n ->
    [one] { $n } working hour
   *[other] { $n } working hours
}
span-month = { $n ->
    [one] { $n } month
   *[other] { $n } months
}
span-same-day = The same day
span-other = { $n } days, see the note
span-none = See the note
unit-working-day = working days
unit-calendar-day = days
unit-working-hour = working hours
unit-month = months
unit-same-day = the same day
unit-other = no clear unit
channel-counter = At the desk
channel-online = Online
channel-post = By post
fee-free = Free of charge
fee-words = As laid down
fee-unknown = No data yet
fee-kind-charge = Charge
fee-kind-fee = Fee
fee-kind-price = Price
vnd = { $sum } VND
level-2011 = Level { $level }
level-2022-information = Information only
level-2022-partial = Partly online
level-2022-full = Fully online
level-none = None yet
party-every = Every { $kind }, { $level }
party-every-level = Every office of the { $level }
level-ministry = ministry
level-vertical = central branch
level-other = other agency
kind-submit = to hand in
kind-present = to show
kind-eform = to fill in online
kind-note = note
procedure-list = Procedures
procedure-results = Results for “{ $query }”
procedure-find = Find a procedure
procedure-label = Type its Vietnamese name, with or without marks, or an English word
procedure-of-office = Procedures of { $office }
procedure-found = { $total } procedures match “{ $query }”.
procedure-found-partly = No procedure matches all of “{ $query }”; these come closest.
procedure-read-as = Read as “{ $words }”.
procedure-none = No procedure matches “{ $query }”.
procedure-none-help = Try fewer letters, leave the marks out, or type everyday words like “sổ đỏ” or “sao y”.
procedure-national-begins = In the national list, but not published by this province:
procedure-not-here = Not published here
procedure-more = Show more
procedure-fields = Field
procedure-all-fields = All fields
procedure-channels = How to apply
procedure-any-channel = Any way
procedure-channels-here = Apply
procedure-online = Online service
procedure-start-label = Apply
procedure-try = Try the form
procedure-try-note = { $n } questions with sample answers. Nothing is sent anywhere.
procedure-take = Take it along
procedure-print = One page to print, with a QR code
procedure-print-how = Use the print command of your browser.
procedure-qr = QR code leading to { $address }
procedure-back = Back to the procedure
procedure-code = Procedure code
procedure-not-in-force = This version is not in force
procedure-coming = This procedure changes on { $day }
procedure-coming-link = See what changes
procedure-papers = What to bring
procedure-papers-case = What to bring in your case
procedure-no-papers = There is nothing to bring.
procedure-paper-optional = Not mandatory.
procedure-paper-when = When: { $when }.
procedure-paper-data = Not needed where it can be read from { $data }.
procedure-paper-template = Use { $name }.
procedure-sets = Sets of papers: { $n }.
procedure-notes = Notes on the papers
procedure-how-long = How long does it take?
procedure-by-law = The law allows
procedure-promised = The province promises
procedure-law-gives = The law allows { $time }
procedure-cutoff = A dossier taken in after { $hour }:00 is returned on the next working day.
procedure-how-much = What does it cost?
procedure-instructions = Steps
procedure-where = Where to apply?
procedure-for-whom = Who is it for?
procedure-requirements = Requirements
procedure-results-heading = What you get
procedure-law-and-history = Legal basis and history
procedure-law = { $n ->
    [one] { $n } legal text
   *[other] { $n } legal texts
}
procedure-steps = { $n ->
    [one] The process inside, { $n } step
   *[other] The process inside, { $n } steps
}
procedure-consults = { $who } is asked
procedure-history = { $n ->
    [one] { $n } published version
   *[other] { $n } published versions
}
procedure-what-changed = What changed?
procedure-sample = Sample parts, not official figures:
procedure-source = Source:
procedure-compare = Changes of “{ $name }”
procedure-compare-from = From
procedure-compare-to = to
procedure-side = version { $number }, in force since { $day }
procedure-side-draft = draft { $number }
procedure-same = Both versions are the same.
procedure-ways = { $n ->
    [one] { $n } way
   *[other] { $n } ways
}
procedure-places = { $n ->
    [one] { $n } place
   *[other] { $n } places
}
part-summary = Introduction
part-requirements = Requirements
part-instructions = Instructions
part-limits = time limits
part-fees = payments
part-steps = process
part-legal-basis = legal basis
part-decision = decision
part-components = papers
part-form = form
part-online = online level
part-name = name
part-code = code
part-field = field
part-levels = level of government
part-subjects = who it is for
part-executing = who carries it out
part-channels = ways to apply
part-results = results
fact-time = Result after
fact-cost = Cost
fact-place = Where
fact-way = How to apply
fee-none = Nothing is charged
fee-name = Payment
fee-amount = Amount
fee-condition = When
fee-between = { $least } – { $most }
fee-rows = { $n ->
    [one] { $n } rate
   *[other] { $n } rates
}
basis-from = in force since { $day }
basis-to = ended after { $day }
field-list = Fields
field-all = All fields
field-ours = Published by this province
field-others = Others, in the national list
field-count = { $n ->
    [one] { $n } procedure
   *[other] { $n } procedures
}
national-not-here = This procedure is not published by this province
national-where = It was published by { $agency }. Ask there, or at the national public service portal, how to apply.
national-departments = Carried out by
national-internal = An internal procedure between agencies of the state.
