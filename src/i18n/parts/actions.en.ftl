### Names of actions: in full for the palette and the help, in a word or two for the foot line.

action-group-move = Moving
action-group-select = Selecting
action-group-lesson = Lesson
action-group-go = Going
action-group-queue = Queue
action-group-general = Program

action-move-up = One row up
    .hint = up
action-move-down = One row down
    .hint = down
action-move-left = One column left
    .hint = left
action-move-right = One column right
    .hint = right
action-next-cell = Next cell
    .hint = next
action-previous-cell = Previous cell
    .hint = back
action-next-field = Next field
    .hint = field
action-previous-field = Previous field
    .hint = field back
action-row-start = To the start of the row
    .hint = start
action-row-end = To the end of the row
    .hint = end
action-first = To the first pupil
    .hint = first
action-last = To the last pupil
    .hint = last
action-page-up = One screen up
    .hint = screen up
action-page-down = One screen down
    .hint = screen down
action-page-left = Half a screen left
    .hint = left
action-page-right = Half a screen right
    .hint = right

action-extend-up = Select the cell above
    .hint = select
action-extend-down = Select the cell below
    .hint = select
action-extend-left = Select the cell to the left
    .hint = select
action-extend-right = Select the cell to the right
    .hint = select
action-select-column = Select the column
    .hint = column
action-clear-selection = Clear the selection
    .hint = deselect

action-confirm-roll-call = Confirm the roll call
    .hint = roll call
action-edit-topic = Write the topic of the lesson
    .hint = topic
action-edit-homework = Write the homework
    .hint = homework
action-topic-from-plan = Take the topic from the plan
    .hint = from plan
action-copy-previous-homework = Repeat the homework of the previous lesson
    .hint = previous
action-copy-parallel-homework = Take the homework of the parallel class
    .hint = parallel
action-choose-pupils = Choose whom it is for
    .hint = for whom
action-no-homework = Say that nothing is set
    .hint = nothing set
action-add-work-column = Add a kind of work
    .hint = work
action-lesson-form = Set the form of the lesson
    .hint = form
action-mark-comment = Write a comment to the mark
    .hint = comment
action-fill-column = Repeat the entry in the selected cells
    .hint = repeat
action-clear-cell = Clear the cell
    .hint = clear
action-undo = Undo the last step
    .hint = undo

action-open-lesson = Open the lesson
    .hint = lesson
action-open-journal = Open the journal of the subject
    .hint = journal
action-open-today = Open today’s lessons
    .hint = today
action-open-queue = Open the queue and conflicts
    .hint = queue
action-previous-lesson = Previous lesson
    .hint = lesson back
action-next-lesson = Next lesson
    .hint = next lesson
action-previous-period = Previous period
    .hint = period back
action-next-period = Next period
    .hint = next period
action-find-pupil = Find a pupil by name
    .hint = find

action-keep-mine = Keep my value
    .hint = mine
action-keep-theirs = Accept the server’s value
    .hint = server’s
action-refresh = Ask the server for news
    .hint = refresh

action-confirm = Confirm or open
    .hint = open
action-cancel = Close without changes
    .hint = close
action-save = Save
    .hint = save
action-help = Open the help
    .hint = help
action-open-palette = Show all actions
    .hint = actions
action-redraw = Paint the screen anew
    .hint = redraw
action-sign-in = Sign in again when the session has ended
    .hint = sign in
action-sign-out = Change the user
    .hint = sign out
action-suspend = Suspend the program (fg brings it back)
    .hint = suspend
action-quit = Leave the program
    .hint = quit

## Where keys act

keys-context-global = Everywhere
keys-context-grid = Lesson and journal
keys-context-list = Lists
keys-context-text = Text fields
keys-context-popup = Windows over the screen

## Mistakes in the key settings: line { $line } of the file, section { $section }, key { $key }

keys-problem-syntax = Key settings not read: line { $line } does not keep the rules of TOML ({ $detail })
keys-problem-section = Line { $line }: there is no section [{ $section }]. There are keys.global, keys.grid, keys.list, keys.text, keys.popup.
keys-problem-key = Line { $line }: key “{ $key }” not understood. Write for example "ctrl-p", "f4", "shift-right", "н".
keys-problem-value = Line { $line }: key “{ $key }” needs the name of an action in quotes.
keys-problem-action = Line { $line }: key “{ $key }” names an unknown action “{ $detail }”. zhurnal keys prints all names.
keys-problem-typing = Line { $line }: in text fields key “{ $key }” types a letter and cannot be taken.
