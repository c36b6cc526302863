# One's own page
my-title = My page
my-todo = What you need to do
my-todo-none = Nothing waits for you.
my-todo-supplement = Add what is missing
my-todo-pay = Pay by the notice
my-todo-collect = Collect the result
my-all = All dossiers
my-drafts-all = Open or delete drafts
my-rows-none = There are no other dossiers.
my-messages = Messages sent to you
my-papers = Papers that you sent
my-papers-none = No files yet.
my-data = Your data
my-readings = Who looked at my data
my-kept = What is kept about me
my-account = Account and sign-in
