# Accounts: passwords
password-too-short = A password has at least { $n } characters. A few words that have nothing to do with each other are easy to remember.
password-too-long = A password has at most { $n } characters.
password-common = This password is among those that are tried first. Choose another one.
password-named = This password is made of names of people, of an office or of the province, or of words that everybody uses here. Choose another one.
password-pattern = This password follows a row of keys, a sequence, a date or a repetition. Choose another one.
password-guessable = This password is easy to guess. Add a word or two that have nothing to do with it.
door-counter = Take in
door-lookup = Find
door-returns = Give out
door-online = Online
door-hand-over = Hand-over
door-day = Day’s end
door-people = People and posts
door-posts = To approve
door-requests = Data requests
door-glass = Emergency access
door-readings = Who looked
