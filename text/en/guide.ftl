# What do I need? From a situation of life to a procedure
guide-title = What do I need?
guide-lede = Choose what it is about. Three short questions at most lead to the procedure, its papers and where to begin.
guide-none = The province has no guide yet. Please search the list.
guide-other = Something else: search the list of procedures
guide-back = The question before
guide-anew = Choose something else
guide-papers = Papers to prepare
guide-sometimes = (in some cases)
guide-start = Read the procedure and begin
guide-nothing = Nothing is to be handed in
guide-home = Not sure which procedure? Answer a few short questions
