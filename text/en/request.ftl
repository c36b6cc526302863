# Requests about personal data, and erasure
request-mine = Requests about my data
request-new = Make a new request
request-wish = Request
request-wish-copy = A copy of the data
request-wish-correction = Wrong data put right
request-wish-erasure = Data erased
request-wish-restriction = Processing restricted, or an objection
request-wish-withdrawal = A consent taken back
request-text = What would you like?
request-text-hint = Say which data, what is wrong or why. There is no need to send numbers of papers again.
request-send = Send the request
request-sent = Your request has arrived.
request-choose = Choose a kind of request.
request-write = Write 1 to { $n } characters.
request-state = State
request-state-made = Sent
request-state-acknowledged = Acknowledged
request-state-done = Carried out
request-state-declined = Declined
request-made = Sent
request-made-on = Sent on { $day }
request-day = Nearest day
request-answer-by = An answer by { $day }
request-finish-by = Done by { $day }
request-answer-day = Answer by
request-finish-day = Done by
request-no-day = The rules in force name no number of days.
request-extended = extended once
request-late = { $n ->
    [one] { $n } day late
   *[other] { $n } days late
 }
request-today = today
request-left = { $n ->
    [one] { $n } day left
   *[other] { $n } days left
 }
request-answered = Answer
request-which = Which list
request-waiting = Waiting
request-settled = Settled
request-none = There is no request.
request-back = Back to the requests
request-back-one = Back to the request
request-one = { $wish }
request-person = What is asked
request-read = Read what it says
request-read-hint = The reading is recorded with its purpose; whoever asked can see it.
request-purpose = Purpose of the reading
request-recorded = This reading was recorded.
request-erased = The personal data of this request was erased.
request-acknowledge = Acknowledge
request-settle = Answer
request-reply = The answer
request-reply-hint = Whoever asked will read it.
request-ground = The ground, or what was done
request-ground-hint = Short, and without personal data: this part cannot be erased.
request-finish = Carried out
request-decline = Decline
request-extend = Extend once
request-extend-to = The new day: { $day }.
request-reason = Reason
request-erase = Decide on the erasure
request-done-acknowledged = The request was acknowledged.
request-done-extended = The request was extended.
request-done-finished = The request was answered.
request-done-erased = The data was erased.
request-done-held = The legal hold was recorded.
request-done-released = The legal hold was lifted.
erase-lead = What is erased never comes back. A second person decides, after another acknowledged the request.
erase-account = Name, papers, contacts, password and all sessions of the account will be gone.
erase-records = { $n ->
    [one] The words of { $n } request or emergency reading will be gone.
   *[other] The words of { $n } requests and emergency readings will be gone.
 }
erase-questions = { $n ->
    [one] Questions that name the person, on { $n } working day of an officer, will be gone.
   *[other] Questions that name the person, on { $n } working days of officers, will be gone.
 }
erase-dossiers = { $n ->
    [one] { $n } dossier
   *[other] { $n } dossiers
} past the time of retention: answers, papers and attached files will be gone.
erase-dossiers-kept = { $n ->
    [one] { $n } dossier
   *[other] { $n } dossiers
} still under retention: kept, and erased by itself when it ends, by { $day } at the latest.
erase-dossiers-for-good = { $n ->
    [one] { $n } dossier is
   *[other] { $n } dossiers are
} kept for good, and not erased with the account.
erase-dossiers-open = { $n ->
    [one] { $n } dossier is
   *[other] { $n } dossiers are
} still being worked on. They have to be finished first.
erase-stays = The ledger still proves that there were events, but nobody can read whose.
erase-holds = Legal holds
erase-no-hold = Nothing requires the data to be kept.
erase-hold = Add a legal hold
erase-hold-hint = The number of a case or a document, for instance; no personal data.
erase-hold-set = Hold
erase-hold-write = Write the ground, { $n } characters at most.
erase-release = Lift the hold
erase-retention = Times of retention
erase-kept = { $n ->
    [one] kept { $n } day after the last activity.
   *[other] kept { $n } days after the last activity.
 }
erase-from = It may be erased from { $day }.
erase-now = It may be erased today.
erase-source = Source: { $source }
erase-sample = a sample
erase-ground = Ground of the erasure
erase-sure = I have looked at it again and decide to erase.
erase-sure-needed = Tick this box to decide.
erase-do = Erase the data
erase-second = You handled this request, or are the person: somebody else must decide.
erase-not-yet = It may not be erased now.
