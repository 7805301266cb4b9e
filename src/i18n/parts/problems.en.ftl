# Mistakes in configuration and theme files.

problem-place = { $path }, line { $line }, column { $column }
problem-malformed = { $place }: the file cannot be understood ({ $detail }). Defaults are used.
problem-unreadable = { $place }: the file cannot be read ({ $detail }). Defaults are used.
problem-missing = { $place }: there is no such file. Defaults are used.
problem-unknown-key = { $place }: unknown key “{ $key }”, passed over.
problem-bad-value = { $place }: the value of “{ $key }” makes no sense, passed over.
problem-no-theme = There is no theme “{ $name }”. The default one is used.
