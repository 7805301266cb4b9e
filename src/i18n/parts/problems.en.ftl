# Mistakes in configuration and theme files.

problem-place = { $path }, line { $line }, column { $column }
problem-malformed = { $place }: the file cannot be understood, { $what ->
    [quote] a quotation mark is missing: texts stand in quotes
    [twice] this key or section stands above already
    [no-value] the key has no value: write key = value
    [bracket] a bracket is missing
   *[other] the line does not keep the rules of TOML
}.{ $done ->
    [yes] {" "}Defaults are used.
   *[no] {""}
}
problem-wrong-type = { $place }: the key “{ $key }” wants another value, { $what ->
    [number] a whole number without quotes, not below zero
    [text] a text in quotes
    [one-of] one of these: { $choices }
    [section] a section with keys of its own: [{ $key }]
    [address] an address and a port: 127.0.0.1:8470, for the whole network 0.0.0.0:8470
    [machines] addresses of machines with commas between, without ports: 127.0.0.1, 10.0.0.2
    [database] the path of an SQLite file or postgres://user@server/database
   *[other] it does not understand this one
}.{ $done ->
    [yes] {" "}The default is used.
   *[no] {""}
}
problem-out-of-range = { $place }: “{ $key }” is from { $low } to { $high }.{ $done ->
    [yes] {" "}{ $usual } is used.
   *[no] {""}
}
problem-near-key = It looks like “{ $near }”.
problem-unreadable = { $place }: the file cannot be read, { $why }.{ $done ->
    [yes] {" "}Defaults are used.
   *[no] {""}
}
problem-missing = { $place }: there is no such file.{ $done ->
    [yes] {" "}Defaults are used.
   *[no] {""}
}
problem-unknown-key = { $place }: unknown key “{ $key }”{ $done ->
    [yes] , passed over.
   *[no] .
}
problem-bad-value = { $place }: the value of “{ $key }” makes no sense, passed over.
problem-no-theme = There is no theme “{ $name }”. The default one is used.
