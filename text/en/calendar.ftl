# Due dates and how they are found
calendar-received = Received at { $at }; the clock starts.
calendar-limit = Limit: { $span }.
calendar-outside-hours = Received outside office hours: counted from { $from }.
calendar-first-day = { $date }: the first day, not counted (Civil Code 2015, Article 147).
calendar-rounded-up = A part of a day counts as a whole one: { $days }.
calendar-counted-one = { $date }: working day { $total }.
calendar-counted = { $from } – { $to }: working days, { $total } so far.
calendar-makeup-counted = { $date }: a make-up weekend day, working day { $total }.
calendar-passed-one = { $date }: { $why }, not counted.
calendar-passed = { $from } – { $to }: { $why }, not counted.
calendar-weekly-rest = weekly rest
calendar-holiday = holiday ({ $name })
calendar-compensatory-off = day off instead ({ $name })
calendar-worked = { $date }: { $span }, { $total } so far.
calendar-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
calendar-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
calendar-hours-minutes = { $hours } h { $minutes } min
calendar-days-counted = { $from } – { $to }: { $days }, days off included.
calendar-months-counted = { $months }: to { $to } (Civil Code 2015, Article 148).
calendar-months-days-counted = { $months } and { $days }: to { $to } (Civil Code 2015, Articles 146, 148).
calendar-ends-on-day-off = The last day, { $date }, is off ({ $why }): the limit ends on the next working day, { $to } (Civil Code 2015, Article 148).
calendar-within-cutoff = Received by { $hour }:00: due on the day itself.
calendar-after-cutoff = Received after { $hour }:00: due on the next working day.
calendar-same-clock-time = At the time of reception, within office hours: { $at }.
calendar-paused = { $why }: the clock stood from { $from } to { $to }.
calendar-standing = { $why }: the clock stands since { $from }; the due date will move.
calendar-supplement = Waiting for a supplement
calendar-financial-duty = Waiting for a payment
calendar-excluded = Time that does not count
calendar-excluded-basis = Time that does not count ({ $basis })
calendar-left = { $left } left, counted on.
calendar-begun-anew = The dossier is complete: the limit begins anew at { $at }.
calendar-paused-too-late = A pause from { $from }, after the limit had ended: it moves nothing.
calendar-set-elsewhere = Due as the old system told it: { $due }. It is kept and not counted anew.
calendar-set-approved = The due date was changed to { $due }, and a second person approved it. It is kept and not counted anew.
calendar-provisional = The calendar of { $year } is not decided yet: it is provisional.
calendar-due-day = Due: by the close of business of { $weekday }, { $date }.
calendar-due-instant = Due: { $at }.
