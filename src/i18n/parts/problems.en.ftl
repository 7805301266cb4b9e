# Mistakes in configuration and theme files.

problem-place = { $path }, line { $line }, column { $column }
problem-malformed = { $place }: the file cannot be understood, { $what ->
    [quote] a quotation mark is missing: texts stand in quotes
    [twice] this key or section stands above already
    [no-value] the key has no value: write key = value
    [bracket] a bracket is missing
   *[other] the line does not keep the rules of TOML
}. Defaults are used.
problem-wrong-type = { $place }: the key “{ $key }” wants another value, { $what ->
    [number] a whole number without quotes, not below zero
    [text] a text in quotes
    [one-of] one of these: { $choices }
    [section] a section with keys of its own: [{ $key }]
   *[other] it does not understand this one
}. Defaults are used.
problem-near-key = It looks like “{ $near }”.
problem-unreadable = { $place }: the file cannot be read, { $why }. Defaults are used.
problem-missing = { $place }: there is no such file. Defaults are used.
problem-unknown-key = { $place }: unknown key “{ $key }”, passed over.
problem-bad-value = { $place }: the value of “{ $key }” makes no sense, passed over.
problem-no-theme = There is no theme “{ $name }”. The default one is used.
