# A cell of a table in words, for the status line.

cell-empty = empty
cell-comment = has a comment
cell-pending = not on the server yet
cell-conflict = conflict with the server
cell-refused = refused by the server
