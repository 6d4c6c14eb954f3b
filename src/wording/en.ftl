# What beffroi says in English. A sentence begins in lower case and ends without a full stop: it
# follows a name or a number.

## States and lanes, in a word or two

state-new = new
state-refused = refused
state-held = held
state-queued = waiting
state-sending = being sent
state-sent = sent
state-delivered = delivered
state-undelivered = not delivered
state-unknown = unknown
state-failed = failed
state-cancelled = cancelled
state-expired = too late

lane-urgent = urgent
lane-normal = normal
lane-bulk = bulk

## Why: the recipient

reason-no_recipient = no telephone number
reason-not_a_number = not a telephone number
reason-wrong_length = a digit is missing from the number, or there is one too many
reason-several_numbers = several numbers in one cell: leave one
reason-lost_digits = the spreadsheet has lost digits of the number: format the column as text and type it again
reason-landline = landline: to be called
reason-short_number = short number: a service, not a person
reason-premium_number = special-rate number: no SMS is sent there
reason-unassigned_number = a number that does not exist: to be checked

## Why: the text

reason-empty_text = the text is empty
reason-text_too_long = text too long: { $parts } SMS{ $wording ->
        [folded] {" "}even without accents
       *[own] {""}
    }, where { $limit ->
        [one] only { $limit } is allowed
       *[other] { $limit } at most are allowed
    }{ $over ->
        [0] {""}
        [one] ; { $over } character too many
       *[other] ; { $over } characters too many
    }{ $signs ->
        [none] {""}
       *[other] , or none without { $signs }
    }{ $signature ->
        [0] {""}
       *[other] ; the service's signature counts for { $signature } characters, its line break included
    }
reason-control_character = the text holds a forbidden invisible character, { $character }, at position { $position }
reason-not_unicode = unreadable text: not UTF-8
reason-not_in_alphabet = the sign "{ $character }" at position { $position } is not in GSM-7: the text is refused for it (text = "refuse")
reason-sign_replaced = { $character } (position { $position }) becomes { $by }
reason-sign_removed = { $character } (position { $position }) is left out
reason-empty_field = the cell { $column } is empty, but the text needs it

## Why: the other columns

reason-wrong_type = the column { $column } { $found ->
        [integer] holds a number, where it takes a text
        [real] holds a number with a point, where it takes a text
        [blob] holds raw octets (a BLOB), where it takes a text
        [not_unicode] is unreadable: not UTF-8
        [control_character] holds a forbidden invisible character
       *[other] holds what it can't ({ $found })
    }
reason-value_too_long = { $column ->
        [body] the text
        [recipient] the number
       *[other] the column { $column }
    } is over { $limit } octets
reason-unknown_service = no service "{ $service }" in the configuration
reason-service_not_allowed = this outbox may not speak for the service "{ $service }"
reason-service_missing = this outbox serves several services: the row must name one
reason-unknown_lane = no lane "{ $lane }": urgent, normal or bulk
reason-lane_not_allowed = this outbox may not use the lane "{ $lane }"
reason-bad_date = the column { $column } is not a date with a time: write for example 2026-11-23 17:00
reason-already_expired = came too late: it was to be sent before { $at_day ->
        [none] {""}
       *[other] { $at_day }{" "}
    }{ $at_time }
reason-expires_before_start = the end of its life (expires_at) is before its start (not_before)
reason-already_marked = the row came with the state { $state }, which beffroi never gave it: insert it without state, sent_at and the like, or nothing of it is sent
reason-reference_taken = this reference already stands for message { $message }, which says something else
reason-same_reference = asked for before: this is message { $message }

## Why: what has happened

reason-accepted_changed = accepted; changed in the text: { $changed }{ $more ->
        [0] {""}
        [one] {" "}and { $more } other sign
       *[other] {" "}and { $more } other signs
    }
reason-accepted = accepted
reason-at_modem = at the modem ({ $line })
reason-away_from_home = urgent: sent by line { $line }; this number's own line is { $home }, which can't send just now
reason-new_home = at the modem ({ $line }), which is this number's own line from now on: no line has the SIM of { $home } any more
reason-other_part_failed = another part of the message was refused
reason-taken_by_network = taken by the network (reference { $reference })
reason-refused_for_now = the network refuses for now ({ $error }); next try at { $again_at_day ->
        [none] {""}
       *[other] { $again_at_day }{" "}
    }{ $again_at_time }
reason-refused_for_good = refused by the network ({ $error })
reason-tries_used_up = refused { $tries ->
        [one] once
       *[other] { $tries } times
    } by the network, given up ({ $error })
reason-no_answer = the modem gave no answer: perhaps sent, perhaps not
reason-unclear_answer = the modem's answer ({ $answer }) proves nothing: perhaps sent, perhaps not
reason-perhaps_earlier_answer = an answer came (reference { $reference }) that may be an earlier message's: perhaps sent, perhaps not
reason-modem_restarted = the modem started anew while sending: perhaps sent, perhaps not
reason-port_lost = the modem was lost while sending: perhaps sent, perhaps not
reason-process_ended = the program ended while sending: perhaps sent, perhaps not
reason-late_answer = taken by the network, the answer came late (reference { $reference })
reason-withdrawn = taken back before sending, nothing has left: { $cause ->
        [no_prompt] the modem gave no prompt in time
        [no_go] the word to send did not come in time
        [commit_failed] writing to disk failed
        [cancelled] the message was cancelled
        [expired] it was too late
        [stopping] the service stops
        [write_stalled] the modem took no more data
        [final_instead] the modem ended the command
        [modem_restarted] the modem started anew
        [port_lost] the modem was lost
        [overtaken] something more urgent goes first
       *[other] { $cause }
    }
reason-report_delivered = the phone has it
reason-report_given_up = the network could not deliver it (status { $status })
reason-report_still_trying = the network has it and still tries to deliver it (status { $status })
reason-expired = it could not go in time
reason-resend_refused = the network refused to take it once more ({ $error }); the try before may have gone
reason-resend_expired = too late to go once more; the try before may have gone
reason-cancelled_by_caller = the program that had asked for it cancelled it
reason-cancelled_by_person = a person cancelled it
reason-cancel_asked_by_caller = the program that had asked for it wants it cancelled
reason-cancel_asked_by_person = a person wants it cancelled
reason-cancelled_after_refusal = the network refused it ({ $error }), and it was to be cancelled
reason-store_restored = the store was restored and this message may have gone already
reason-released = released after the restore
reason-known_from_mirror = as its outbox showed it when the store was restored
reason-sent_once_more = no report came: sent once more by the rule of its service; it may be read twice
reason-resolved_by_person = { $resolution ->
        [sent] settled by { $by }: received
        [failed] settled by { $by }: not received, and not sent again
       *[resend] { $by } had it sent once more; it may be read twice
    }
reason-duplicate_at_network = the network had it already: the try before had arrived

## What keeps a line from sending

finding-no_device = no modem at { $device }: is it plugged in?
finding-no_modem_found = no modem found: is it plugged in?
finding-busy = { $device } is used by another program, perhaps ModemManager
finding-no_permission = no access to { $device }: the user of the service must be a member of the port's group
finding-not_a_serial_port = { $device } is no serial port
finding-printer = { $device } is a printer ({ $name }), not a modem
finding-somebodys_terminal = { $device } is somebody's terminal, not a modem: if it was a virtual modem's, start that again
finding-port_failed = the port { $device } has failed: { $error }
finding-silent = nothing answers at { $device }
finding-not_a_modem = what answers at { $device } is no modem
finding-no_sim = no SIM card, or one that does not work
finding-pin_required = the SIM card asks for its PIN{ $tries ->
        [none] {""}
        [one] {" "}({ $tries } try left)
       *[other] {" "}({ $tries } tries left)
    }
finding-pin_refused = the SIM card refuses the { $pin_file ->
        [none] configured PIN
       *[other] PIN of { $pin_file }
    }; it is not entered again{ $tries ->
        [none] {""}
        [one] {" "}({ $tries } try left)
       *[other] {" "}({ $tries } tries left)
    }: correct the PIN, then restart beffroi{ $note ->
        [none] {""}
       *[other] {" "}(where it is right for this SIM card, remove { $note } before that)
    }
finding-pin_unreadable = the SIM card asks for its PIN, and the PIN file { $path } can't be read: { system }
finding-pin_malformed = the SIM card asks for its PIN, and { $path } holds none: 4 to 8 digits on a line of its own
finding-puk_required = the SIM card is locked: it needs the operator's PUK
finding-not_registered = no network yet
finding-registration_denied = the network refuses this SIM card
finding-no_service_centre = the SIM card has no number of a service centre
finding-no_pdu_mode = not a port for messages: choose another of the same modem
finding-wrong_modem = another modem than configured: IMEI { $found } instead of { $expected }
finding-wrong_sim = another SIM card than configured: { $found } instead of { $expected }
finding-restarted = the modem started anew
finding-unresponsive = the modem has stopped answering and is being brought back

## What is wrong with a line that sends

hindrance-reports_otherwise = { $route ->
        [none] the modem has no way for delivery reports: nobody will know whether a message arrived
        [direct] the modem does not deliver reports as configured: it shows them once, and those that come while beffroi is stopped are lost
        [acknowledged] the modem does not deliver reports as configured: they come by acknowledgement
       *[stored] the modem does not deliver reports as configured: they come from its memory
    }
hindrance-remedy-reports_otherwise = another value of reports under [[line]] may fit better (auto chooses), and beffroi modem diagnose says what the modem can do
hindrance-remedy-unreadable = empty that memory, or choose another value of reports under [[line]]
hindrance-remedy-undeletable = unplug the modem and plug it in again; else empty that memory by hand while beffroi is stopped (AT+CMGD=1,4)
hindrance-remedy-unthanked = those that come while beffroi is stopped are lost; if the modem can keep them: reports = "stored" under [[line]]
hindrance-unreadable = what the modem stores in { $memory } can't be read, and is left there
hindrance-undeletable = what was read from the modem's memory { $memory } can't be deleted: when it is full, nothing more comes in
hindrance-unthanked = the modem does not take acknowledgements for delivery reports; they come without from now on

## Lines, in a few words

health-idle = not begun
health-listening = listens for the answer to an earlier message
health-starting = getting ready
health-ready = ready
health-down = can't send

## Files of the office: the table

table-not_there = { $file }: no such file
table-not_a_file = { $file } is no file
table-failed = { $file }: can't be read ({ $error })
table-too_large = { $file } is too large: { $megabytes } MiB and { $rows } rows at most
table-workbook = { $file } is a workbook or a PDF: export it as CSV
table-binary = { $file }, line { $line }: not text; export the list as CSV
table-old_alphabet = { $file }, line { $line }: its accented letters can't be read (a Mac's or an old program's way to write them); save it again as "CSV UTF-8"
table-open_quote = { $file }, line { $line }: a quote is opened and never closed
table-no_header = { $file }: none of the first ten rows names the columns, for example Name;Phone
table-empty = { $file } has no rows
table-only_header = { $file } has a line of column names and no row under it

## Files of the office: the roster

roster-no_phone_column = { $file }: no telephone column; name it with --column, one of: { $columns }
roster-several_columns = several telephone columns: "{ $taken }" is taken; for another ({ $others }), add --column
roster-unknown_column = there is no column "{ $column }"{ $nearest ->
        [none] {""}
       *[other] {" "}("{ $nearest }" perhaps?)
    }; the columns are: { $columns }
roster-unknown_field = the text asks for the column "{ $column }", which does not exist{ $nearest ->
        [none] {""}
       *[other] {" "}("{ $nearest }" perhaps?)
    }; the columns are: { $columns }
roster-empty_field = the text has two braces with nothing between them: write a column's name there, or double each brace for a real one; the columns are: { $columns }
roster-open_field = the text opens a brace and does not close it; for a real brace, double it
roster-bad_where = "{ $given }" is no condition: write COLUMN=VALUE
roster-no_such_value = no row has "{ $value }" in the column "{ $column }"{ $nearest ->
        [none] {""}
       *[other] {" "}("{ $nearest }" perhaps?)
    }; it has: { $values }
roster-no_such_row = no row meets all conditions at once
roster-refused_row = { $file }, line { $line }: { $cause }
roster-refused_row_of = { $file }, line { $line } ({ $whose }): { $cause }

## Errors: the system

system = { $kind ->
       *[other] { $error }
    }
not-a-duration = not a duration: write 100ms, 2s, 1.5s, 5min, 3h or 2d
log-level = { $variable }={ $given }: write off, error, warn, info, debug or trace
log-begun = logs were begun before
reading-input = standard input
input-too-long = standard input: over { $octets } octets
making-drop = making the drop folder { $path }
making-folder = making the folder { $path }
opening-store = opening the store { $path }
giving-file = giving { $path } to { $user }
reading-store = store { $path }
reading-journal = journal { $path }
journal-not_a_file = journal { $path } is no regular file: write what it gives into one, and name that
no-store = there is no store at { $path }
run-systemd = telling systemd that the daemon is ready
run-outbox-died = the thread of the outbox { $path } has died; the log says why
run-drop-died = the thread of the drop folder { $path } has died; the log says why
run-died = the gateway's thread has died; the log says why

## Errors: the store

store-sqlite = the store { $code ->
        [DiskFull] has no room left, its disk is full: make some
        [SystemIoFailure] could not be read or written: is the disk full? or failing?
        [ReadOnly] can't be written by this user, or its disk is read-only
        [CannotOpen] can't be opened: look at its owner, its mode and its folder
        [PermissionDenied] is closed to this user
        [DatabaseBusy] is kept locked by another program
        [DatabaseLocked] is kept locked by another program
        [DatabaseCorrupt] is damaged; beffroi db check says more, beffroi db restore puts a copy back
        [NotADatabase] is no SQLite file; beffroi db check says more, beffroi db restore puts a copy back
       *[other] could not be read or written ({ $error })
    }
store-io = { $path }: { $error }
store-locked = { $path }: another beffroi has this store open; stop it first (systemctl stop beffroi)
store-directory = { $path } is a directory; [store] path must name a file
store-foreign = not a store of beffroi: another program's database; choose another [store] path
store-newer = the store was made by a later version (schema { $found }, this one knows { $known }); install that version again
store-older = the store is of an earlier version (schema { $found }, this one reads { $known }); start beffroi run once
store-gone = { $path } is gone or empty, but { $marker } says it existed: put the store back (sudo beffroi db restore), or, to begin anew and forget what was sent, remove the marker
store-other_store = { $path } is not the store that { $marker } remembers: put the right one back, or remove the marker to accept this one
store-bad_marker = { $path } can't be read as a marker; remove it if the store beside it is the right one
store-damaged = { $path } is damaged ({ $what }); beffroi db check says more, beffroi db restore puts a copy back
store-damaged_copy = the copy { $path } is damaged ({ $what }), nothing was changed; take an older one: beffroi db check { $path } names it
store-written-over = { $path } was written over by another program while it was open: nothing is sent; was a copy laid over it? beffroi db check tells whether it is whole, beffroi db restore puts a copy back
store-replaced = { $path } was replaced while it was open: nothing is sent; stop beffroi before a store is put back, and let beffroi db restore do it
store-not_a_file = { $path } is no regular file
store-no_store = { $path } is no store of beffroi and no copy of one: { $what ->
        [empty] it is empty
        [not_sqlite] it is no SQLite file, or its beginning is lost
        [outbox] it is an outbox; beffroi status says how the outboxes stand
       *[foreign] it is another program's SQLite file
    }
store-other_copy = { $path } is a copy of another store than { $store }; if it is to take its place all the same, add --replace-store
store-itself = { $path } is the store itself; if it was put back by hand: beffroi db restore --declare
store-no_folder = there is no folder { $path }: make it (is its disk mounted?), or name one that is there
store-exists = { $path } is there already and is not overwritten
store-copy = the copy { $path } can't be written: { $error }
store-move = a part does not go from { $from } to { $to }
store-nonsense = the store holds { $what } that makes no sense: was it edited by hand?
engine-full = its disk is full, make room on it
engine-readonly = the file can't be changed by this user, or its disk is read-only
engine-io = the disk could not read or write; is it full, or failing?
engine-busy = another program keeps it locked
engine-corrupt = the file is damaged
engine-not_a_database = it is no SQLite file
engine-cant_open = the file can't be opened: look at its owner, its mode and its folder
engine-denied = access to the file is refused
engine-written_over = another program has written over it: beffroi db check tells whether it is whole
engine-replaced = it was replaced while it was open: stop beffroi before a store is put back, and let beffroi db restore do it
engine-gone = it was removed while it was open: beffroi db check says more
engine-other_store = another store was put in its place: beffroi db check says more
engine-newer = it was made by a later version of beffroi: install that version again
engine-older = it is of an earlier version of beffroi: start beffroi run once
engine-pages = not all of its pages can be read
engine-cut = the file ends after { $there } of { $whole } octets
fault-store_unwritable = the store can't be written: { $detail }
fault-store_unreadable = the store can't be read: { $detail }
fault-stopped = it is just stopping
fault-too_long = the answer is over { $octets } octets
fault-stranger = nobody knows who asks: { $detail }
gateway-store = the store can't be written: { $error }
gateway-gone = the gateway has stopped
gateway-mixed = the gateway gave another answer than was asked for

## Errors: the control socket

client-no_daemon = no daemon answers at { $path }: start it with beffroi run
client-not_allowed = you may not open { $path }: ask to be made a member of the group beffroi (and beffroi-send, to send)
client-hung_up = the daemon hung up before it answered: look with beffroi message list before you ask again
client-silent = the daemon runs, but has not answered within { $seconds } s: systemctl status beffroi and journalctl -u beffroi say more, sudo systemctl restart beffroi starts it anew
client-shut = the daemon runs, but takes nobody in any more; nothing was handed over: systemctl status beffroi and journalctl -u beffroi say more, sudo systemctl restart beffroi starts it anew
client-too_slow = the daemon runs, but has not answered within { $seconds } s: whether it has done it, or will yet, is not known. systemctl status beffroi and journalctl -u beffroi say more; once it answers, look with beffroi message list before you ask again
client-not_a_beffroi = what answers at { $path } is not a beffroi of this version: { $why }
client-io = control socket { $path }: { $error }
socket-already_served = another daemon answers at { $path }: stop it first
socket-in_the_way = { $path } is no socket: move it away, or write another path as socket under [control]
socket-io = no control socket at { $path }: { $error }

## Errors: outboxes

create-not_local = { $path } is on { $kind }, where programs on other machines do not see SQLite's locks: put the outbox on a local disk; from another machine use the drop folder or the API
create-not_a_folder = { $path } is a symbolic link, or no folder: name the folder itself under [[outbox]] path
create-system = { $path } can't be made or set right ({ $error }): run sudo beffroi db init
create-sqlite = { $path } can't be made ({ $error })
outbox-file = { $path }: { $what }
outbox-busy = another program keeps it locked: its rows wait until that program commits
outbox-occupied = another program keeps a transaction open in it: rows are taken in and sent, but their state is not shown in it until that program commits
outbox-wal = a program set journal_mode=WAL and keeps it open: its rows wait until every program has closed it (leave journal_mode alone; it will be put back to DELETE)
outbox-read_only = it can't be written: rows are taken in and sent, but their state is not shown in it
outbox-full = no room on its disk: rows are taken in and sent, but their state is not shown in it
outbox-missing = it is not there: it is made anew in a moment
outbox-swapped = another outbox, or an older copy of it, was written over it: its rows are compared with the store
outbox-not_a_file = { $what ->
        [directory] a directory
        [link] a symbolic link
        [second_name] a file that has a second name (a hard link)
       *[other] something that is no file
    } stands where the file should be: move it away, or name another path
outbox-in_the_way = { $what ->
        [directory] a directory
        [link] a symbolic link
        [second_name] a file that has a second name (a hard link)
       *[other] something that is no file
    } stands in the place of { $beside } beside it: move it away
outbox-left_behind = a program has left { $beside } beside it, which the daemon may not open: sudo beffroi db init gives it to the daemon, and a daemon in the group of its producers needs no help
outbox-other_store = it belongs to another store: it is left alone (see beffroi db accept-restore)
outbox-not_made = it can't be made ({ $error }): look at its folder, or run sudo beffroi db init
outbox-stuck = { $damage }, and it can't be set aside ({ $error }): move it away
outbox-shut = the programs that fill it can't write { $what ->
        [folder] its folder
       *[file] the file
    }: run sudo beffroi db init
outbox-ids_used_up = a program has written a row with the highest id there is ({ $id }): no further row can be added, SQLite calls it full. Leave the column id out, and move the file away: a new one is made
outbox-denied = it can't be opened ({ $error }): look at its owner, group and mode, or run sudo beffroi db init
outbox-newer = its version { $version } is newer than this program: it is left alone until beffroi is updated
outbox-not_sqlite = it is no SQLite file
outbox-corrupt = it is damaged
outbox-no_table = it has no table outbox
outbox-other_table = its tables are not those of an outbox
outbox-failed = { $error }

## Mistakes of a configuration: behind file, line and key

config-unreadable = can't be read ({ $kind ->
       *[other] { $error }
    }): name another with --config, or write one with beffroi config default
config-not_unicode = not UTF-8: save the file as UTF-8 in a text editor
config-syntax = not TOML: { $message }
config-belongs_at_the_top = no such key here: it belongs at the top, before the first [section]
config-belongs_elsewhere = no such key here: it belongs under { $section }
config-nearest_key = no such key: is { $nearest } meant?
config-unknown_key = no such key in this version: choose from { $known }
config-wrong_type = takes { $takes ->
        [text] a text between quotes
        [texts] a list of texts
       *[number] a whole number
    }: write { $example }
config-not_a_section = takes a section of keys: write a header in brackets and its keys under it
config-nearest_word = "{ $found }" is not known here: is "{ $nearest }" meant?
config-not_one_of = "{ $found }" is not known here: write one of { $known }
config-out_of_range = { $found } is out of range: write { $least } to { $most }
config-not_a_duration = "{ $found }" is not a duration: write a whole number and its unit, as in 100ms, 5s, 2min, 12h or 3d
config-missing = is missing: write { $example }{ $section ->
        [none] {""}
       *[other] {" "}under { $section }
    }
config-not_a_file = names no file: write { $example }
config-single_brackets = there may be several: write [[{ $section }]] with two brackets
config-empty_list = allows nothing at all: name some, or leave the key out to allow all
config-duplicate = "{ $value }" stands in line { $first } already: each must be its own
config-nearest_service = no service "{ $found }": is "{ $nearest }" meant? else add [service.{ $found }]
config-unknown_service = no service "{ $found }": add [service.{ $found }], or name one of { $known }
config-bad_name = "{ $found }" is no name: write 1 to 32 letters, digits, - _ or . and begin with a letter or a digit
config-bad_imei = is no IMEI: write its 15 digits, as in imei = "356938035643809"
config-bad_signature = is no signature: write 1 to { $most } characters on one line, with a letter or a digit among them
config-signature_refused = has a { $character }, which GSM-7 has not: with text = "refuse" each text would be refused for it; write it otherwise
config-bad_iccid = is no ICCID: write the 18 to 20 digits printed on the SIM, or imsi: and 14 or 15 digits
config-unknown_zone = no time zone "{ $found }": write an IANA name, as in zone = "Europe/Paris" or "Indian/Reunion"
config-no_place = has neither device nor imei: write device = "/dev/serial/by-id/…", device = "auto" or imei = "…"
config-beside_store = lies in the store's own folder, which no producer may enter: give it a folder of its own, as in outbox/outbox.db
config-shared_folder = lies in the folder of the outbox in line { $first }: give each a folder of its own
config-path_taken = is the path of the store already: write another
config-folder_taken = holds { $by ->
        [the_store] the store
       *[an_outbox] an outbox
    }: give the dropped files a folder of their own, as in /var/lib/beffroi/drop
config-idle_emoji = does nothing with text = "{ $policy }": write text = "typographic" or "fold", or leave it out
config-idle_national = does nothing with text = "{ $policy }": write text = "typographic" or "keep", or leave it out
config-dear_signature = service { $service }: its signature has { $signs }, which GSM-7 has not: each text takes UCS-2 for it, 70 characters an SMS for 160; write it otherwise{ $mend ->
        [none] {""}
        [alone] , or text = "fold" without national
       *[other] , or text = "{ $mend }"
    }
config-signature_by_table = service { $service }: its signature has { $signs }, which GSM-7 has not: beyond one SMS of UCS-2 (70 characters) a text is written, where it can be, with the { $table ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table, 155 characters an SMS for 160, and a phone that does not know it shows other letters; write it otherwise{ $mend ->
        [none] {""}
        [alone] , or text = "fold" without national
       *[other] , or text = "{ $mend }"
    }
config-longer_by_signature = folder { $path }: its text takes { $with } SMS, and { $without } without the signature of service { $service }
config-refused_text = folder { $path }: its text would be refused for everybody (service { $service }): { $reason }
config-not_in_spool = is for lists: with format = "spool" each file brings its own recipient and text; leave the key out
config-open_brace = opens a brace without closing it: write the name of a column between braces, or the brace twice for one in the text
config-bad_where = "{ $found }" is no condition: write COLUMN=VALUE, as in where = ["Professeur=Mme Petit"]

config-closed = the service may not write everywhere there yet: sudo systemctl edit beffroi, write this, then sudo systemctl restart beffroi
config-right = { $file } is right
config-not-here = { $file } can be read, but something is wrong (see below)
config-services = services
config-lines = lines
config-allowed = services: { $services }
config-drop = service { $service }, lane { $lane }{ $limit ->
        [0] {""}
       *[other] , to be confirmed above { $limit } recipients
    }
config-any = any
config-no_line = none: messages wait

## Commands: how they are written (English is clap's own)

usage-unknown_command = no such command: { $what }{ $other ->
        [none] {""}
       *[other] {" "}({ $other } perhaps?)
    }
usage-missing_command = a command is missing: { $what }
usage-unknown_option = no such option: { $what }{ $other ->
        [none] {""}
       *[other] {" "}({ $other } perhaps?)
    }
usage-unquoted = what has blanks in it goes between quotes: { $right }
usage-hyphen = what begins with a hyphen is written so: { $right }
usage-equals = its value is written with the sign =: { $right }
usage-surplus = a word too many: { $what }
usage-twice = { $what } is written twice; once is enough
usage-no_value_wanted = { $what } takes no value
usage-not_unicode = { $what } is not UTF-8: set the terminal to UTF-8, or save the script so
usage-missing = missing: { $what }
usage-no_value = { $what } takes a value
usage-bad_value = not a value here: { $what }: choose from { $other }
usage-wanted = not a value here: { $what }{ $other ->
        [none] {""}
       *[other] : wanted is { $other }
    }
usage-option = { $option }: { $why }
usage-date = not a date with a time: write for example '2026-11-23 17:00'
usage-too_long = over { $limit } octets
usage-invisible = holds a forbidden invisible character
usage-service = name one: there are several, and none is called default
usage-conflict = { $what } can't be written together with { $other ->
        [none] another of these options
       *[other] { $other }
    }

## Commands: columns of tables

column-message = no.
column-taken = taken in
column-to = number
column-who = name
column-parts = SMS
column-state = state
column-at = time
column-lane = lane
column-notice = notice
column-reason = why

## Commands: speaking to the daemon

office-denied-ask = you may not: it takes a member of the group beffroi (sudo gpasswd -a NAME beffroi)
office-denied-send = you may not: to send, it takes a member of the group beffroi-send (sudo gpasswd -a NAME beffroi-send)
office-denied-all = you may not: only root and the daemon's own user may (sudo)
office-failed = the daemon could not do it: { $why }
office-unsure = the daemon could not do it: { $why }; look with beffroi message list before you ask again
office-unreadable = the daemon does not understand; is it of another version? ({ $why })
office-busy = too many ask the daemon at once: try again
office-out_of_reach = the daemon is not running, and its files are closed to you: start it (sudo systemctl start beffroi), or ask as root (sudo); while it runs, members of the group beffroi may ask, and those of beffroi-send send
office-slow = the daemon runs, but has not answered yet; its answer is waited for, up to { $seconds } s
office-from-store = the daemon runs, but has not answered within { $seconds } s (systemctl status beffroi and journalctl -u beffroi say more); this was read from the store itself:
office-no_store = there is no store at { $path }: is it the path that [store] should name? beffroi run makes one, or sudo beffroi db init
office-shelf = { $path }: { $why }
office-mixed = the daemon has answered another question; is it of another version?

## Commands: send and message

send-unanswered = the daemon { $why ->
        [hung_up] hung up before it answered
       *[silent] runs, but has not answered within { $seconds } s
    }: whether it takes the message, or will yet, is not known. systemctl status beffroi and journalctl -u beffroi say more; the same command once more sends nothing twice{ $again ->
        [none] , its reference sees to that
       *[other] {" "}with { $again }
    }
send-fate = message { $message }: { $state }{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }, { $parts } SMS
send-taken = message { $message } is taken in, { $parts } SMS; waiting for what becomes of it, { $patience } at most (Ctrl-C ends the waiting only)
send-before = asked for before
send-refused = not sent: { $reason }
send-no-daemon = the daemon is not running: nothing goes before it is (beffroi run)
message-none = no messages
message-head-of_none = message { $message } to { $to } (of no service, lane { $lane }): { $state }
message-head = message { $message } to { $to } (service { $service }, lane { $lane }): { $state }
message-waits = waits: { $why }
messages-wait = { $count ->
        [0] messages wait
        [one] { $count } message waits
       *[other] { $count } messages wait
    }: { $why }
waiting-not_running = the daemon does not run (sudo systemctl start beffroi)
waiting-restored = the store was put back from a copy, and nothing goes before sudo beffroi db accept-restore
waiting-unwritable = the store can't be written; beffroi status says why
waiting-not_before = not to go before { $at_day ->
        [none] {""}
       *[other] { $at_day }{" "}
    }{ $at_time }
waiting-again = refused for now, next try at { $at_day ->
        [none] {""}
       *[other] { $at_day }{" "}
    }{ $at_time }
waiting-clock = the server's clock is doubted, only what is urgent goes; set it right (timedatectl set-ntp true)
waiting-no_line = no line is configured; name a modem under [[line]]
waiting-stranded = a part of it has gone by line { $line }, which is not configured any more; put it back, or: beffroi message cancel
waiting-line_down = line { $line } can't send: { $why }
waiting-preparing = line { $line } is getting ready
waiting-rest = line { $line } rests after a refusal, until { $at_day ->
        [none] {""}
       *[other] { $at_day }{" "}
    }{ $at_time }
waiting-silent = the modem of line { $line } was given a message at { $asked_at_day ->
        [none] {""}
       *[other] { $asked_at_day }{" "}
    }{ $asked_at_time } and has not answered since; it has until result_timeout, then it is made ready anew, by itself
waiting-turn = other messages are before it, or it goes this moment
waiting-rule = by the rule of its service it goes once more at { $at_day ->
        [none] {""}
       *[other] { $at_day }{" "}
    }{ $at_time }, unless a report comes or somebody settles it before
recall-pending = asked to be taken back: { $gone ->
        [0] it is at the modem, and is cancelled should it come back from there
       *[other] { $gone } of its { $of } SMS had gone; one is at the modem, and does not go should it come back from there
    }
recall-gone = asked to be taken back while it was at the modem, too late: { $of ->
        [1] it had gone
       *[other] { $gone } of its { $of } SMS had gone
    }
recall-unknown = asked to be taken back while it was at the modem: { $of ->
        [1] nobody knows whether it had gone
       *[other] { $gone } of its { $of } SMS had gone, or may have
    }, and it does not go once more by itself
message-step = { $at }  { $state }: { $reason }
message-step-part = { $at }  SMS { $part }: { $reason } [message: { $state }]
message-cancelled = message { $message } is cancelled: nothing of it has gone
message-cancelled-restored = message { $message } is cancelled: it does not go any more; whether it had gone before the copy was put back, this store does not know
message-not-compared = message { $message } may have gone before the copy was put back: start beffroi first, which compares the store with { $path }, then ask again; nothing is changed
message-cancelled-partly = message { $message } is cancelled, but { $gone } of { $of } SMS had gone, or may have
message-cancelled-before = message { $message } was cancelled already, on { $day } at { $time }{ $gone ->
        [0] {""}
       *[other] ; { $gone } of its { $of } SMS had gone by then, or may have
    }
message-recall = message { $message } { $recall } (beffroi message show { $message } tells)
message-too-late = message { $message }: too late to cancel it ({ $state })
message-resolved-sent = message { $message } counts as received ({ $state })
message-resolved-failed = message { $message } counts as not received and does not go any more ({ $state })
message-resolved-resend = message { $message } goes once more; it may be read twice ({ $state })
message-unknown-again = By the rule of { $count ->
        [one] its service this goes once more by itself, unless a report comes or somebody settles it
       *[other] their services these go once more by themselves, unless a report comes or somebody settles them
    } before: { $messages }
message-held = Held: the store was restored, and what waited may have gone before. All of them go by sudo beffroi db accept-restore --send, none by --cancel; a single one is taken back by beffroi message cancel NUMBER
message-unknown-list = Unknown: perhaps sent, perhaps not{ $messages ->
        [none] {""}
       *[other] {" "}({ $messages })
    }. Ask the person, then: beffroi message resolve NUMBER sent, failed or resend
message-unknown-one = Perhaps sent, perhaps not. Ask the person, then one of:
    beffroi message resolve { $message } sent      (has it)
    beffroi message resolve { $message } failed    (has it not, and it does not go any more)
    beffroi message resolve { $message } resend    (goes once more, and may be read twice)
message-not-unknown = message { $message } is not unknown ({ $state }): nothing was changed
message-resend-too-late = message { $message } was to arrive by { $at }: too late to send it once more; write a new one, or: beffroi message resolve { $message } failed
message-no-such = there is no message { $message }

## inbox

inbox-none = nothing has come in
inbox-head = no. { $number }, { $at }, from { $from } (line { $line })
inbox-unreadable = [what came can't be read]
inbox-data = { $octets ->
        [one] [{ $octets } octet that is no text]
       *[other] [{ $octets } octets that are no text]
    }
inbox-missing = { $count ->
        [one] [part { $first } of { $of } has not come]
       *[other] [parts { $first } to { $last } of { $of } have not come]
    }
inbox-incomplete = { $parts ->
        [one] { $parts } part waits for the others of its message
       *[other] { $parts } parts wait for the others of their messages
    }; what is still missing on { $until } is shown as missing
inbox-none_before = nothing came in before no. { $number }
inbox-empty = [no text]
inbox-name = “{ $name }”
inbox-part = { $at }, from { $from } (line { $line }), a part of a longer message
inbox-incomplete_aside = { $parts ->
        [one] { $parts } part waited there for the others of its message
       *[other] { $parts } parts waited there for the others of their messages
    }
inbox-more = older ones: the same command with --before { $number }

## Commands: waiting

wait-lost = { $messages ->
        [one] message { $message } is
       *[other] the messages are
    } taken in; { $why ->
        [none] no daemon answers
       *[other] { $why }
    }: { $messages ->
        [one] it goes
       *[other] they go
    } on when the daemon does; to follow: { $follow }
wait-back = the daemon answers again
wait-ended = no longer waited for: { $messages ->
        [one] message { $message } goes
       *[other] the messages go
    } on without this command; to follow: { $follow }
wait-over = the time is over, and { $messages ->
        [one] message { $message } still waits and goes
       *[other] { $messages } messages still wait and go
    } on by { $messages ->
        [one] itself
       *[other] themselves
    }; to follow: { $follow }
wait-no-line = { $messages ->
        [one] message { $message } still waits, and no line can send it
       *[other] { $messages } messages still wait, and no line can send them
    }: { $why }; to follow: { $follow }
wait-line = { $line }: { $why }
wait-silent = its modem does not answer
wait-restored = the store was restored (beffroi db accept-restore)
wait-unconfigured = no [[line]] is configured

## Commands: what has become of each

fates-tally = { $delivered ->
        [one] { $delivered } delivered
       *[other] { $delivered } delivered
    }, { $to_call } to call, { $unknown ->
        [0] 0 unknown
       *[other] { $unknown } of them unknown
    }{ $sent ->
        [0] {""}
       *[other] , { $sent } sent
    }{ $waiting ->
        [0] {""}
       *[other] , { $waiting } waiting
    }{ $cancelled ->
        [0] {""}
       *[other] , { $cancelled } cancelled
    }
fates-to-call = To call:
fates-no-report = sent, but no report says that it arrived
fates-already = already told today
fates-other-options = already told today by message { $message }, with another --lane, --expires or --service
fates-asked-before = already asked for today: { $reason }

## Commands: roster import

import-head = { $file }: { $rows ->
        [one] { $rows } row
       *[other] { $rows } rows
    }, { $numbers ->
        [one] { $numbers } message
       *[other] { $numbers } messages
    } (column { $column })
import-refused = Rows refused:
import-where = say which rows, by --where COLUMN=VALUE, or all of them by --all
import-one-input = standard input holds the list or the text, not both: name a file for one of them
import-nobody = nobody is told: { $reason }
import-rehearsal = rehearsal, nothing is sent: { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $sms } SMS{ $refused ->
        [0] {""}
        [one] , { $refused } row refused
       *[other] , { $refused } rows refused
    }; notice "{ $notice }"
import-summary = { $taken ->
        [0] no message taken
        [one] { $taken } message taken, { $sms } SMS
       *[other] { $taken } messages taken, { $sms } SMS
    }{ $already ->
        [0] {""}
        [one] , { $already } already told today
       *[other] , { $already } already told today
    }{ $refused ->
        [0] {""}
        [one] , { $refused } row refused
       *[other] , { $refused } rows refused
    }; notice "{ $notice }"
import-waiting = { $messages ->
        [one] { $messages } message is
       *[other] { $messages } messages are
    } with the daemon; waiting for what becomes of them, { $patience } at most (Ctrl-C ends the waiting only)
import-broken-off = broken off after { $done } of { $of } messages: the same command goes on where it stopped
import-again = what was asked for today already is not sent a second time; to send it anew, add --again
import-follow = to follow: beffroi message list --notice "{ $notice }"

## Commands: db

db-made = made: { $what ->
        [store] the store
        [folder] the folder
       *[other] the outbox
    } { $path }
db-found = found: { $what ->
        [store] the store
        [folder] the folder
       *[other] the outbox
    } { $path }
db-unknown-group = { $path }: there is no group "{ $group }" on this machine; make it (sudo groupadd { $group }), or name another under [[outbox]]
db-unknown-drop-group = { $path }: there is no group "{ $group }" on this machine; make it (sudo groupadd { $group }) or name another under [[drop]]
db-no-drop-group = { $path }: no group is named under [[drop]], so only the daemon can write there; name that of the people who put files there, then run db init again
db-no-group = { $path }: no group is named under [[outbox]], so only the daemon can write it; name that of the programs that fill it, then run db init again
db-no-user = there is no user { $user } on this machine: the files belong to root, and root must start beffroi run
db-put-back = { $path }: owner, group and mode are put back as the package makes them
db-given = { $path } belonged to another user; it belongs to { $user } now
db-closed-door = { $outbox }: its group can't pass through { $folder }; sudo chmod o+x { $folder }
db-outsider = { $path }: { $user } is not in the group { $group }, and may not open what a program of theirs leaves when it dies; sudo usermod --append --groups { $group } { $user }, then restart it
db-restored = the store was restored (found out on { $at }): no line sends, and what was waiting is held
db-held-keep = { $held ->
        [0] no message is held
        [one] { $held } message is held and stays so (--send sends it, --cancel cancels it)
       *[other] { $held } messages are held and stay so (--send sends them, --cancel cancels them)
    }
db-held-send = { $held ->
        [0] no message is held
        [one] { $held } message that is held will be sent; it may have gone before the restore
       *[other] { $held } messages that are held will be sent; some may have gone before the restore
    }
db-held-cancel = { $held ->
        [0] no message is held
        [one] { $held } message that is held will be cancelled
       *[other] { $held } messages that are held will be cancelled
    }
db-rebind = { $path } belongs to another store: it will be bound to this one; rows of it that are done are not sent again
db-ask = Accept? [y/N]
db-need-yes = nobody is at a terminal to answer: add --yes
db-unchanged = nothing is changed
db-accepted = accepted, the lines may send{ $held ->
        [0] {""}
        [one] ; { $held } message stays held
       *[other] ; { $held } messages stay held
    }
db-nothing-to-accept = nothing to accept: the store was not restored, and the outboxes that can be read are its own
db-still-held = nothing to accept, but { $held ->
        [one] { $held } message is still held: --send sends it, --cancel cancels it
       *[other] { $held } messages are still held: --send sends them, --cancel cancels them
    }
db-not-compared = { $path } was not compared with the restored store yet, and messages that are held may show there as gone: ask again when it can be read; nothing is changed
db-outbox-unread = an outbox can't be read and is left as it is: { $problem }

## Commands: db check, backup, restore

care-sound = { $path } is sound: { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, every page read{ $depth ->
        [full] , every index compared
       *[quick] {""}
    }, every rule of the ledger kept
care-backup-of = it is a copy, made on { $at }
care-restored = it was restored (found out on { $at }) and waits for beffroi db accept-restore
care-unsound = { $count ->
        [one] { $path } is not sound: { $count } finding
       *[other] { $path } is not sound: { $count } findings
    }
care-damaged = damaged: { $examples }; nothing should be sent on its word
care-not_sqlite = it is no SQLite file: something else was put in its place, or its beginning is lost; nothing should be sent on its word
care-put-back = stop beffroi, then: beffroi db restore { $backup } (the newest copy here)
care-copy-older = this copy can't be put back; the newest other one that is no later is { $older } (check it: beffroi db check { $older })
care-copy-none = this copy can't be put back, and there is no older one in { $folder }: look for one elsewhere
care-no-backup = no copy lies in { $folder }; stop beffroi, then put one back: beffroi db restore FILE
care-dangling = { $count } rows name what is not there ({ $examples }): put a copy back if you have one (beffroi db restore), and report it
care-state = { $count ->
        [one] message { $examples } is in a state that does not follow from its parts
       *[other] { $count } messages are in states that do not follow from their parts ({ $examples })
    }: compare with beffroi message show; was the store edited by hand?
care-parts = { $count ->
        [one] message { $examples } has other parts than it says
       *[other] { $count } messages have other parts than they say ({ $examples })
    }: take back what waits (beffroi message cancel) and send it anew
care-held = { $count ->
        [one] message { $examples } is held in one place and free in another
       *[other] { $count } messages are held in one place and free in another ({ $examples })
    }: take back what must not go (beffroi message cancel)
care-two_open = more than one message is at the modem of a line at once ({ $examples }): put a copy back (beffroi db restore)
care-not_entered = { $count ->
        [one] message { $examples } is said to be at a modem, and the ledger has no entry of it
       *[other] { $count } messages are said to be at a modem, and the ledger has no entry of them ({ $examples })
    }: it will not go by itself; telephone, and report it
care-not_at_modem = { $count ->
        [one] entry { $examples } of the ledger is open, and its message is not at a modem
       *[other] { $count } entries of the ledger are open, and their messages are not at a modem ({ $examples })
    }: start beffroi run, which closes it as unknown, then check again
care-half_closed = { $count ->
        [one] entry { $examples } of the ledger is half closed
       *[other] { $count } entries of the ledger are half closed ({ $examples })
    }: its message's story has a gap (beffroi message show); report it
care-event = { $count ->
        [one] the history tells of message { $examples }, which is not there
       *[other] the history tells of { $count } messages that are not there ({ $examples })
    }: were rows deleted by hand? put a copy back (beffroi db restore)
care-report = { $count ->
        [one] delivery report { $examples } names an entry that is not there
       *[other] { $count } delivery reports name entries that are not there ({ $examples })
    }: were rows deleted by hand? put a copy back (beffroi db restore)
care-row = { $count ->
        [one] a list names message { $examples }, which is not there
       *[other] lists name { $count } messages that are not there ({ $examples })
    }: were rows deleted by hand? put a copy back (beffroi db restore)
care-home = { $count ->
        [one] the sender kept for a recipient comes from entry { $examples } of the ledger, by which that SIM sent them nothing
       *[other] the senders kept for { $count } recipients come from entries of the ledger by which those SIMs sent them nothing ({ $examples })
    }: no message is lost, but a family may see another sender; report it
care-waits_for = { $count ->
        [one] message { $examples } waits for a SIM that is neither its recipient's sender nor that of another part of it
       *[other] { $count } messages wait for SIMs that are neither their recipients' senders nor those of other parts of them ({ $examples })
    }: what is not urgent goes when that SIM can send, or once its line is out of the configuration; report it
care-inbox = { $count ->
        [one] the parts of message { $examples } of the inbox are not there
       *[other] the parts of { $count } messages of the inbox are not there ({ $examples })
    }: were rows deleted by hand? nothing that is sent depends on them
care-numbers = numbers would be given twice ({ $examples }): stop beffroi and put a copy back (beffroi db restore)
care-marker_unreadable = the marker beside it can't be read: remove it if the store is the right one
care-marker_of_another = the marker beside it belongs to another store: put the right store back (beffroi db restore), or remove the marker to accept this one
care-marker_ahead = the marker beside it remembers entry { $examples } of the ledger, which the store has not: it is older than what was sent from it. The next start holds everything that waits; then: beffroi db accept-restore
backup-made = { $path }: { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $size }, checked
backup-removed = removed: { $path }
backup-unsound = the copy is made, but the store is not sound: beffroi db check
backup-keep-file = --keep goes with a folder, and { $path } names a file
restore-done = { $path } is in the place of the store{ $made ->
        [unknown] {""}
       *[other] , as it was on { $made }
    }
restore-aside = what was there: { $path }
restore-unreadable = what was there can't be read: nobody knows what it held beyond the copy
restore-another = what was there is another store, of { $count ->
        [one] { $count } message
       *[other] { $count } messages
    } ({ $states })
restore-no-more = what was there knew no more than the copy
restore-more = what was there knew { $count ->
        [one] { $count } message that the copy does not know
       *[other] { $count } messages that the copy does not know
    }, up to number { $last }: { $states }; to see them: sudo beffroi message list --store { $path } --limit { $limit }
restore-further = { $count ->
        [one] { $count } message of the copy had gone further there
       *[other] { $count } messages of the copy had gone further there
    }: { $states }
restore-gone = { $count ->
        [one] { $count } message waits in the copy though it went
       *[other] { $count } messages wait in the copy though they went
    }, or may have: once beffroi was started and has compared the outboxes, take back what must not go twice (beffroi message cancel), before accept-restore --send: { $messages }
restore-came-in = { $count ->
        [one] { $count } SMS had come in since
       *[other] { $count } SMS had come in since
    }; to read what people wrote: sudo beffroi inbox list --store { $path }
restore-ledger = its ledger had come to entry { $there }, the copy's to { $copy }
db-in-its-place = nothing is made: { $marker } says that there was a store, put it back (sudo beffroi db restore)
db-in-the-way = nothing is made: move away what stands in the store's place, or name another path under [store]
restore-declared = the store is marked as restored
restore-already = the store is marked as restored already; nothing is changed
restore-held = { $held ->
        [0] no message was waiting
        [one] { $held } message that waited is held: it may have gone since
       *[other] { $held } messages that waited are held: some may have gone since
    }
restore-at-modem = { $count ->
        [one] { $count } message was at a modem: whether it went stays unknown until a report says so
       *[other] { $count } messages were at a modem: whether they went stays unknown until reports say so
    }
restore-next = start beffroi, look at what is held (beffroi message list --state held), then: beffroi db accept-restore

## Commands: demo

demo-text-concert = Music school: pupils' concert on Saturday at 6 pm, Bizet hall. Admission free.
demo-text-absence-petit-17h = Music school: Mme Petit is ill, there is no lesson at 5 pm today.
demo-begin = beffroi demo: a music school, { $pupils } pupils, one SIM card in a virtual modem
demo-modem = daemon and modem are ready; nothing leaves this machine
demo-mailing = the office writes { $rows } rows into its file, notice "{ $notice }", lane { $lane }
demo-ill = Mme Petit is ill, and her lesson begins at 17:00!
demo-lesson = the office writes { $rows } rows more, notice "{ $notice }", lane { $lane }
demo-progress = { $notice }: { $through } of { $of } sent, { $waiting } waiting
demo-knows = after { $seconds } s all { $families } families of the lesson know
demo-waiting = still waiting ({ $count }):
demo-mark-delivered = delivered
demo-mark-sent = sent
demo-mark-waiting = waiting
demo-mark-call = to call
demo-tally = { $notice }: { $tally }
demo-overtook = urgent overtook: { $waiting } of the concert still waited when all { $families } of the lesson knew
demo-cost = cost: { $sms } SMS segments; what is refused costs nothing
demo-audit = audit: { $verdict }
demo-next = Try next:
demo-try-demo = in a terminal, goes on running at the end
demo-try-text = The lesson takes place on Thursday.
demo-try-other = Rehearsal for {"{"}Prénom{"}"} at 6 pm.
demo-try-measure = See you on Saturday… “6 pm”, Bizet hall!
demo-stays = Modem and daemon go on running, for another terminal. Enter or Ctrl-C ends them.
demo-kept = kept: { $folder }
demo-not-ready = the daemon has not found its modem in time:
demo-died = the daemon has ended by itself ({ $how }); its last words:
demo-killed = the daemon did not end within { $how } s and was killed; its last words:

## A modem's examination: what is seen (check-), what it means (check-means-), what to do (check-do-)

check-name-usb = USB
check-name-port = port
check-name-answer = answer
check-name-identity = identity
check-name-radio = radio
check-name-sim = SIM card
check-name-network = network
check-name-signal = signal
check-name-service_centre = service centre
check-name-storage = memory
check-name-reports = reports
check-name-sending = sending
check-name-listening = listening

check-verdict-ok = ok
check-verdict-warning = warning
check-verdict-fault = fault
check-verdict-not_asked = -

check-usb_modem = { $name }, plugged in at { $place }
check-usb_storage = { $name }, at { $place }, shows itself as a CD-ROM only
check-means-usb_storage = this stick starts as a CD-ROM with its software; until it is switched over it has no port for messages
check-do-usb_storage = install the package usb-modeswitch, then unplug the stick and plug it in again
check-usb_network = { $name }, at { $place }, is a router without a serial port (of the HiLink kind)
check-means-usb_network = this stick shows itself as a network card with a web page: there is no port to send, ask or listen through by a modem's commands
check-do-usb_network = take a stick or modem that has a serial port, or put a firmware of the "stick" kind on it where its maker has one
check-usb_boot = { $name }, at { $place }, is starting
check-means-usb_boot = it loads its firmware and has no ports yet
check-do-usb_boot = wait a minute and ask again; if it stays so, unplug it and plug it in again
check-usb_printer = { $device } is a printer ({ $name }), not a modem
check-means-usb_printer = what is said to it would be printed: nothing was
check-do-usb_printer = look for the modem's port with beffroi modem list
check-usb_no_driver = { $name } ({ $vendor }:{ $product }) is plugged in, but has no port
check-means-usb_no_driver = the system does not know that this modem speaks by the driver "option"
check-do-usb_no_driver = sudo modprobe option, then echo { $vendor } { $product } | sudo tee /sys/bus/usb-serial/drivers/option1/new_id
check-usb_other_port = { $device } is another port of this modem, not the one for commands
check-means-usb_other_port = a USB modem has several ports; this one is for something else and does not answer, or not rightly
check-do-usb_other_port = write device = "{ $better }" in the configuration
check-usb_modem_manager = ModemManager is running and will ask { $device } too
check-means-usb_modem_manager = two programs that read one port steal each other's answers
check-do-usb_modem_manager = install beffroi's udev rules (77-beffroi.rules), or stop ModemManager: sudo systemctl disable --now ModemManager
check-usb_nothing = no modem is plugged in
check-means-usb_nothing = no USB device is a modem that is known, or has a serial port
check-do-usb_nothing = plug the stick in, try another USB socket without an extension; lsusb must show it
check-port_open = { $device } opens
check-port_daemon = { $device } is held by the daemon (line { $line }), which answered for it
check-port_daemon_mute = the daemon (line { $line }) has { $device } and does not tell what it knows
check-means-port_daemon_mute = it did not answer, or does not know this line
check-do-port_daemon_mute = ask with sudo or be a member of the group beffroi; if the configuration has changed, restart the daemon: sudo systemctl restart beffroi
check-port_daemon_silent = the daemon (line { $line }) has { $device } and does not answer
check-means-port_daemon_silent = it runs, and perhaps nothing goes
check-do-port_daemon_silent = systemctl status beffroi and journalctl -u beffroi say more; sudo systemctl restart beffroi starts it anew
check-port_daemon_tries = the daemon looks for its modem at all ports, { $device } among them
check-means-port_daemon_tries = two programs can't speak to one port
check-do-port_daemon_tries = stop the daemon while you diagnose: sudo systemctl stop beffroi
check-port_missing = { $device } does not exist
check-means-port_missing = no modem is plugged in there, or its name has changed
check-do-port_missing = plug it in, or look for its name with beffroi modem list
check-port_held = { $device } is open in the program { $name } already (process { $pid })
check-means-port_held = two programs that read one port steal each other's answers; so nothing was asked
check-do-port_held = stop { $name }, or keep it off this port, and ask again
check-port_held_unseen = { $device } is open in another program already
check-means-port_held_unseen = which one can't be seen without being the administrator
check-do-port_held_unseen = ask again with sudo to see which one, then stop it
check-port_forbidden = you may not open { $device }{ $group ->
        [none] {""}
       *[other] {" "}(group { $group })
    }
check-means-port_forbidden = the ports of modems belong to a group
check-do-port_forbidden = ask again with sudo; for the daemon, install beffroi's udev rules
check-port_no_port = { $device } is no serial port
check-means-port_no_port = this file is no modem
check-do-port_no_port = look for the right name with beffroi modem list
check-port_failed = the port { $device } fails ({ $error })
check-means-port_failed = the system can't speak to it
check-do-port_failed = unplug the modem and plug it in again, try another socket
check-answers = a modem answers at { $device }, within { $millis } ms
check-answers_later = the daemon is just speaking to the modem of line { $line }
check-means-answers_later = how it stands is not known yet
check-do-answers_later = wait a minute and ask again
check-silent = nothing answers at { $device }
check-means-silent = this is not the port for commands, or the modem hangs
check-do-silent = try another port of this modem (beffroi modem list), else unplug it and plug it in again
check-chatters = what is at { $device } speaks, but never answers
check-means-chatters = the modem hangs, or this port is for announcements only
check-do-chatters = unplug it and plug it in again; else try another port (beffroi modem list)
check-rubbish = { $device } sends nothing but unreadable octets
check-means-rubbish = this is a port for the modem's diagnosis, another device, or a wrong speed
check-do-rubbish = try another port of this modem (beffroi modem list)
check-says_ok_to_all = what is at { $device } says OK to everything and tells nothing
check-means-says_ok_to_all = this is the wrong port of this modem, or no modem
check-do-says_ok_to_all = try another port of this modem (beffroi modem list)
check-fell_silent = the modem stopped answering, at the question { $question }
check-means-fell_silent = it hangs, or lacks power
check-do-fell_silent = unplug it and plug it in again; use a socket of the server itself, or a hub with a supply of its own
check-restarts = the modem started anew while it was examined
check-means-restarts = most often this is a weak power supply
check-do-restarts = use a socket of the server itself, or a hub with a supply of its own; then ask again
check-went_away = { $device } went away while it was examined
check-means-went_away = the modem was unplugged, or lacks power
check-do-went_away = check socket and power supply, then ask again
check-identity = { $model }, revision { $revision }, IMEI { $imei ->
        [none] unknown
       *[other] { $imei }
    }
check-nameless = the modem does not say who it is
check-means-nameless = this does not keep it from sending, but the port may be the wrong one
check-do-nameless = try another port of this modem if messages don't go
check-wrong_modem = this is another modem than configured: IMEI { $found } instead of { $expected }
check-means-wrong_modem = beffroi will send nothing through it
check-do-wrong_modem = plug in the right modem, or put imei = right in the configuration
check-radio_on = the radio is on
check-radio_off = the modem's radio is off (mode { $mode })
check-means-radio_off = it is in flight mode and looks for no network
check-do-radio_off = unplug it and plug it in again; if it has a switch, use that
check-sim_ready = the SIM card { $sim ->
        [none] {""}
       *[other] { $sim }{" "}
    }is open
check-sim_absent = the modem finds no SIM card
check-means-sim_absent = there is none, it is not well inserted, or its contacts are dirty
check-do-sim_absent = unplug the modem, insert the card until it clicks, the right way round, and plug it in again
check-sim_pin = the SIM card asks for its PIN{ $tries ->
        [none] {""}
       *[other] {" "}({ $tries } tries left)
    }
check-means-sim_pin = without it the card does not open the network; the diagnosis never enters it
check-do-sim_pin = take the PIN off the card in a telephone, or give it to the daemon (pin_file of the line)
check-sim_pin_last_try = the SIM card asks for its PIN and one try is left
check-means-sim_pin_last_try = one more wrong code locks the card; beffroi will not try
check-do-sim_pin_last_try = put the card into a telephone, enter the right code there, and better take it off
check-port_terminal = { $device } is somebody's terminal, not a modem
check-means-port_terminal = an old link, for example of a virtual modem that has ended, leads to a person's session
check-do-port_terminal = if it was a virtual modem, start that again; else look for the right name with beffroi modem list
check-sim_pin_refused = the SIM card did not take the PIN of { $pin_file ->
        [none] the configuration
       *[other] { $pin_file }
    }{ $tries ->
        [none] {""}
       *[other] {" "}(tries left: { $tries })
    }
check-means-sim_pin_refused = the code is wrong, or another SIM card's; the daemon will not enter it a second time
check-do-sim_pin_refused = correct the code, then restart the daemon{ $note ->
        [none] {""}
       *[other] ; where it is right for this SIM card, remove { $note } before that
    }; before the last try, check the code in a telephone
check-sim_pin_unreadable = the SIM card asks for its PIN, and the PIN file { $path } can't be read: { system }
check-means-sim_pin_unreadable = without it the card does not open the network; the other lines go on
check-do-sim_pin_unreadable = let the daemon's user read it (sudo beffroi config check says how), then restart the daemon
check-sim_pin_malformed = the SIM card asks for its PIN, and { $path } holds none
check-means-sim_pin_malformed = without it the card does not open the network; the other lines go on
check-do-sim_pin_malformed = write the PIN into it, 4 to 8 digits on a line of its own, then restart the daemon
check-sim_puk = the SIM card is locked and asks for its PUK
check-means-sim_puk = the PIN was wrong three times
check-do-sim_puk = ask the operator for the PUK (customer area) and enter it in a telephone
check-sim_other_lock = the SIM card is refused by a lock of the modem ({ $lock })
check-means-sim_other_lock = this modem takes another operator's cards only
check-do-sim_other_lock = have it unlocked by that operator, or take another
check-sim_busy = the SIM card stays busy and does not answer
check-means-sim_busy = for ten seconds after plugging in this is normal; beyond, the card or its contacts are the cause
check-do-sim_busy = wait a minute and ask again; else unplug, clean the card, plug in again
check-sim_failed = the SIM card does not work ({ $error ->
        [none] no answer
       *[other] { $error }
    })
check-means-sim_failed = the modem sees it, but can't read it
check-do-sim_failed = try it in a telephone; if it does not work there either, ask the operator for another card
check-wrong_sim = this is another SIM card than configured: { $found } instead of { $expected }
check-means-wrong_sim = beffroi will send nothing through it
check-do-wrong_sim = insert the right card, or put iccid = right in the configuration
check-registered = registered with { $operator ->
        [none] a network
       *[other] the network { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-roaming = roaming in { $operator ->
        [none] a network
       *[other] the network { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-means-roaming = the card uses another operator's network: messages go, but may cost more
check-do-roaming = ask the operator whether roaming is included
check-messages_only = registered for SMS only, with { $operator ->
        [none] a network
       *[other] the network { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-means-messages_only = the subscription allows neither calls nor data; SMS go, and beffroi needs nothing else
check-do-messages_only = nothing to do
check-only_second_generation = registered by 2G only, with { $operator ->
        [none] a network
       *[other] the network { $operator }
    }
check-means-only_second_generation = messages go, but slowly, and operators are closing 2G
check-do-only_second_generation = look for a better place or an aerial; else plan for a modem and a card for 4G
check-searching = the SIM card has no network yet, the modem is looking
check-means-searching = just after plugging in this takes a minute; beyond, it hears nothing
check-do-searching = wait two minutes; else move the modem to a window, connect an aerial
check-not_registered = the SIM card is registered with no network, and the modem is not looking for one
check-means-not_registered = the network was chosen by hand, or the card is not active yet
check-do-not_registered = check that the card is activated; unplug the modem and plug it in again
check-denied = the network refuses this SIM card
check-means-denied = the card is not activated, ended or suspended, or the subscription excludes this modem
check-do-denied = call the operator with the card's number; try it in a telephone
check-signal = signal { $level } of 31
check-signal_weak = weak signal: { $level } of 31
check-means-signal_weak = messages will fail or take long
check-do-signal_weak = move the modem to a window on a USB extension, or connect an aerial; aim at 10 or more
check-signal_unknown = the modem does not tell the signal's strength
check-means-signal_unknown = it has just started, or hears nothing
check-do-signal_unknown = wait a minute and ask again
check-service_centre = service centre { $number }
check-service_centre_missing = the SIM card has no number of a service centre
check-means-service_centre_missing = the modem does not know whom to give messages to; none will go
check-do-service_centre_missing = put the card into a telephone, enter the service centre's number that the operator names, put it back
check-service_centre_untold = the modem does not tell its service centre
check-storage = memory for messages { $name }: { $used } of { $total }
check-storage_nearly_full = the memory for messages { $name } is nearly full: { $used } of { $total }
check-means-storage_nearly_full = once it is full, neither answers nor reports come in
check-do-storage_nearly_full = delete old messages, for example with the card in a telephone
check-storage_full = the memory for messages { $name } is full: { $used } of { $total }
check-means-storage_full = neither answers nor reports come in any more, and some modems stop sending
check-do-storage_full = delete old messages, for example with the card in a telephone
check-no_messages = this port does not know messages
check-means-no_messages = it is another port of the modem
check-do-no_messages = try another port of this modem (beffroi modem list)
check-no_pdu_mode = this modem does not take messages as octets (PDU mode)
check-means-no_pdu_mode = beffroi can't hand it anything
check-do-no_pdu_mode = try another port of this modem; else take another modem
check-reports_shown = delivery reports reach us
check-reports_not = delivery reports don't reach us
check-means-reports_not = messages go, but nobody will know whether they arrived
check-do-reports_not = nothing can be set at this modem; to know who was reached, take another
check-reports_untried = the setting for delivery reports can't be read; nothing was tried
check-means-reports_untried = it could not have been put back as it was
check-do-reports_untried = nothing to do; the daemon will try
check-delivered = test message delivered; taken within { $result_millis } ms (prompt { $prompt_millis } ms), report after { $report_seconds } s
check-sent_no_report = test message taken by the network within { $result_millis } ms (prompt { $prompt_millis } ms), without a report
check-means-sent_no_report = the telephone is off, or the operator sends no reports
check-do-sent_no_report = look at the telephone whether the message came
check-sent_undelivered = test message taken by the network, which could not deliver it (status { $status })
check-means-sent_undelivered = the number does not exist, or its telephone refuses
check-do-sent_undelivered = try another number
check-send_refused = test message refused: { $error }
check-means-send_refused = the modem or the network did not take it
check-do-send_refused = see the rest of this list; if all is well there, call the operator (credit, barring)
check-send_unknown = test message: nobody knows whether it went{ $answer ->
        [none] {" "}(no answer)
       *[other] {" "}({ $answer })
    }
check-means-send_unknown = the modem did not say what became of it
check-do-send_unknown = look at the telephone, and ask again without --send
check-send_no_prompt = the modem would not have the test message{ $answer ->
        [none] {" "}(no answer)
       *[other] {" "}({ $answer })
    }
check-means-send_no_prompt = nothing was sent
check-do-send_no_prompt = unplug the modem and plug it in again; else try another of its ports
check-taken_delivered = test message { $message } delivered, sent by the daemon
check-taken_not_yet = test message { $message } given to the daemon; no report yet
check-means-taken_not_yet = it waits for its turn, or for the report
check-do-taken_not_yet = follow it with beffroi message show { $message }
check-taken_failed = test message { $message } did not go
check-means-taken_failed = the daemon says why
check-do-taken_failed = see beffroi message show { $message }
check-heard = { $lines } lines heard
check-heard_nothing = nothing heard

## Commands: modem

modem-ready = ready to send
modem-ready-but = ready to send; but note: { $seen }
modem-not-ready = not ready: { $seen }
modem-remedy = what to do: { $what }
modem-not-asked = not asked: { $checks }
modem-none = no modem is plugged in
modem-none-usable = no modem is usable
modem-no-such-line = no line "{ $name }" in the configuration: { $known ->
        [none] it has none; name a device, for example /dev/ttyUSB2
       *[other] it has { $known }
    }
modem-daemon-mute = the daemon is running, but does not say what it knows: ask with sudo, or be a member of the group beffroi
modem-udev-where = belongs into { $place } (sudo), then: sudo udevadm control --reload && sudo udevadm trigger
modem-test-text = beffroi: test message
modem-send-ask = Send a test SMS to { $to }? It costs and no ledger of beffroi will know it. [y/N]
modem-send-apart = a test SMS goes to { $to }; no ledger of beffroi knows it
modem-send-not = nothing is sent
modem-send-need-yes = nobody is at a terminal to answer: add --yes
modem-send-denied = the daemon did not take the test message: ask with sudo, or be a member of the group beffroi-send
modem-bundle = written, without numbers and texts: { $path }
modem-role-at = port for commands
modem-role-at_second = second port for commands
modem-role-unsure = serial port
modem-role-other = port for something else
modem-port-answers = a modem answers
modem-port-daemon = held by the daemon, line { $line }, ready
modem-port-daemon_waits = held by the daemon, line { $line }, not ready: beffroi modem diagnose says why
modem-port-daemon_tries = not asked: the daemon looks for its modem there
modem-elsewhere = line { $line }: { $device }, no USB port of this machine: { $how }
elsewhere-ready = with the daemon, ready ({ $model })
elsewhere-preparing = with the daemon, which is getting it ready
elsewhere-down = with the daemon, which can't send: { $why }
elsewhere-mute = the daemon does not say how it stands
elsewhere-unasked = the daemon does not run; beffroi modem diagnose asks it
elsewhere-missing = nothing is at that path, and the daemon does not run
modem-port-held = open in { $name } (process { $pid })
modem-port-held_unseen = open in another program (sudo shows which)
modem-port-forbidden = belongs to the group { $group }: ask with sudo
modem-port-missing = its file is missing in /dev
modem-port-silent = nothing answers
modem-port-no_modem = what answers is no modem
modem-port-failed = does not open
modem-port-not_asked = not asked
modem-port-stranger = unknown device, not asked (beffroi modem diagnose with its name asks it)
modem-no-listening = --listen: there was no modem to listen to
config-printer = line { $line }: { $device } is a printer ({ $name }), not a modem: look for the modem's port with beffroi modem list
config-no_port = line { $line }: { $device } is no serial port: look for the modem's port with beffroi modem list
modem-hidden = other people's processes can't be seen: sudo shows who holds a port

pin-unreadable = { $path } can't be read ({ $error }): it is to hold the SIM card's PIN, and belong to the daemon
pin-closed = line { $line }: the service's user { $user } can't read { $path } ({ $whose }): sudo chown { $user } { $path } && sudo chmod 400 { $path }; or take pin_file out and put the PIN into /etc/beffroi/pin, which root alone reads (LoadCredential= of the unit)
pin-closed-folder = line { $line }: the service's user { $user } can't pass { $folder } on its way to { $path }: sudo chmod o+x { $folder }; or take pin_file out and put the PIN into /etc/beffroi/pin, which root alone reads (LoadCredential= of the unit)
pin-bad = { $path } holds no PIN: 4 to 8 digits on a line of its own

status-fine = all is well
status-newer-store = the store was made by a later version of beffroi: install that version again, then start the service
status-not-answering = beffroi runs and does not answer, perhaps nothing goes: systemctl status beffroi and journalctl -u beffroi say more, sudo systemctl restart beffroi starts it anew
status-not-running = beffroi is not running, nothing goes: sudo systemctl start beffroi
status-not-writable = the store can't be written, nothing goes: { $why }
status-restored = the store was put back from a copy ({ $at }), nothing goes: sudo beffroi db accept-restore
status-clock_behind = the clock of this server stands before what has been sent already, and nothing synchronises it: only what is urgent goes and nothing expires; set the time (timedatectl set-ntp true)
status-clock_ahead = the clock of this server has jumped ahead, and nothing synchronises it: only what is urgent goes and nothing expires; set the time (timedatectl set-ntp true)
status-account_refused = line { $line }: the network has refused several messages in a row, or answered with a code that says nothing: is the SIM's plan used up, barred or without credit?
status-lost-store = the store { $path } is damaged or gone: sudo beffroi db check says more, sudo beffroi db restore puts a copy back; only then start the service
status-no-line = no line is configured, nothing goes: name a modem under [[line]]
status-line-starting = line { $line }: its modem is being made ready
status-line-listening = line { $line } listens for the answer to a message of before
status-line-down = line { $line } can't send: { $why }
status-waits-home = { $count ->
        [one] { $count } message waits
       *[other] { $count } messages wait
    } for line { $line }, the sender that its recipients know; only what is urgent goes by another line. Bring it back (beffroi modem list), or, if it is gone for good, take its [[line]] out of the configuration and restart beffroi: other lines then become theirs
status-one-sim-twice = lines { $first } and { $line } say that they hold the same SIM card (ICCID): reports are matched by it, and some will not be found; give each modem a SIM of its own (a virtual one: beffroi simulate --iccid)
status-line-silent = line { $line }: its modem was given a message at { $since } and has not answered since; it has until result_timeout, then it is made ready anew, by itself (urgent messages leave by another line where there is one)
status-line-doubts = line { $line }: its modem left a message without an answer, which may still come; until { $until } what it answers proves a message sent only where it can't be that answer, and else the delivery report tells (without one the message stays unknown)
status-line-hindered = line { $line }: { $what }; { $remedy }
status-aside-outbox = outbox { $path }: { $cause ->
        [damaged] the file was damaged
        [foreign] the file was no outbox
        [emptied] the file had lost its table
        [deleted] the file was deleted
       *[replaced] the file was replaced
    }; the old one is kept as { $aside }, { $rows ->
        [unknown] it could not be read to its end
        [0] no row of it was still to be taken in
        [one] 1 row of it was taken in
       *[other] { $rows } rows of it were taken in
    }. Look at it, then move it away or delete it: this warning ends then, or after three days
status-mishap-outbox = outbox { $path }: { $what ->
        [emptied] the file was empty (0 octets) on { $at }, and its tables were made
        [another] another outbox was written over the file, as by cp (found on { $at })
       *[older] the file says less than beffroi had written into it: an older copy was put in its place, or its disk has lost the last writes (found on { $at })
    }. Nothing that was taken in is lost: it is in the store and goes on (beffroi message list). Rows that had not been read are gone with the file: insert them again; those with a reference go once at most. Whoever puts another file there moves it into place (mv) and never copies over it: then the old one is kept. This warning ends after three days, or when beffroi is restarted
status-waits-long = the oldest message of the lane "{ $lane }" has waited for { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
status-unknown = { $count ->
        [one] { $count } message of the last day may or may not have gone
       *[other] { $count } messages of the last day may or may not have gone
    }: beffroi message list --state unknown
status-held = { $count ->
        [one] { $count } message is held
       *[other] { $count } messages are held
    } since the store was restored: beffroi message list --state held, then sudo beffroi db accept-restore --send or --cancel
status-notices = { $count ->
        [one] { $count } notice waits
       *[other] { $count } notices wait
    } for a confirmation: beffroi notice list --waiting
status-to-call = { $count ->
        [one] { $count } message of the last day did not arrive: somebody is to be called
       *[other] { $count } messages of the last day did not arrive: people are to be called
    } (beffroi message list --state failed,undelivered,expired)
status-refused = { $count ->
        [one] { $count } message of the last day was refused
       *[other] { $count } messages of the last day were refused
    }: beffroi message list --state refused
status-unread-outbox = outbox { $path }: { $why }
status-unwritten-outbox = outbox { $path }, states that can't be written: { $why }
status-shut-outbox = outbox { $path }: { $why }
status-drop-use = drop folder { $folder } can't be used: { $why }; what is put there waits
status-drop-read = drop folder { $folder }: a file can't be read and waits: { $why }
status-drop-tell = drop folder { $folder }: no result can be written, while what was taken goes on: { $why }
status-drop-move = drop folder { $folder }: what was taken can't be moved to fait/ or refuse/, and is not sent twice: { $why }
status-drop-remove = drop folder { $folder }: what was kept long enough can't be removed: { $why }
status-little-room = only { $megabytes } MB are free on the store's disk: make room
status-running = beffroi { $version }, running since { $since }
status-line-ready = line { $line }: ready ({ $model }, { $port })
status-queue = waiting: { $lanes }
status-at-modem = at the modem: { $lanes }
status-oldest = the oldest for { $minutes } min
status-day = last 24 hours: { $states }
status-day-empty = last 24 hours: nothing
status-disk = disk: { $free } MB free, the store takes { $size } MB

## The drop folder

drop_cause-gone = it is not there (is its disk missing?)
drop_cause-not_a_folder = a file or a link is in a folder's place
drop_cause-link = a link is in a folder's place
drop_cause-denied = the service may not write there; sudo beffroi db init sets it right
drop_cause-read_only = its disk can only be read
drop_cause-full = its disk is full
drop_cause-failed = { $error }

waits-many = { $recipients } numbers would get this message, while { $limit } at most go without a confirmation
waits-repeated = the same content as { $file }, taken at { $at }: nothing is sent a second time
waits-also_waiting = the same content as { $file }, put there at { $at }, which waits for a confirmation too: one yes is enough
waits-also_confirmed = the same content as { $file }, put there at { $at }, which waited too and was confirmed since: a yes to this one as well would tell nobody a second time
same-gone = the same list was accepted on { $at } (notice { $notice }): { $tells ->
        [everybody_again] a yes would tell everybody of it once more
       *[other] a yes would tell nobody of it a second time
    }
same-waiting = { $file } (notice { $notice }) says the same and waits too: { $tells ->
        [everybody_again] a yes to both would tell everybody twice
       *[other] one yes is enough, and nobody is told twice
    }
waits-unremembered = the same content is kept as { $file }, since { $at }, and this store knows nothing of it (was it put back from a backup?): it has most likely been sent already, and nothing is sent a second time

spool-no_recipient = { $file }: no recipient (a line To:, or a file name OUT and the number)
spool-too_many_recipients = { $file }: too many recipients, { $limit } at most
spool-not_text = { $file }: not text in the alphabet that it names
spool-alphabet = { $file }: the alphabet "{ $alphabet }" is not read; ISO, UTF-8 and UCS2 are
spool-backup = { $file }: not one SMS of text in gammu's format; put one SMS a file, or a text file (OUT and the number, .txt)

notice-state-waiting = waits for a confirmation
notice-state-open = accepted
notice-state-nobody = refused: nobody is told
notice-state-cancelled = cancelled
notice-state-expired = not confirmed in time
notice-state-replaced = replaced by another file of its name

drop-no-phone-column = { $file }: no telephone column among: { $columns }; the administrator can name it (columns under [[drop]])
drop-several-columns = Several telephone columns: the numbers of "{ $taken }" are taken, those of { $others } are left; the administrator can choose another (columns under [[drop]]).
drop-changed = Changed in the text: { $changed }{ $more ->
        [0] {""}
        [one] {" "}and { $more } other sign
       *[other] {" "}and { $more } other signs
    }.
drop-by-table = Written with the { $table ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table: { $count ->
        [one] { $count } text
       *[other] { $count } texts
    }; a phone that does not know it shows other letters.
drop-newer = A later file of the same name was taken: its results are { $page }.
drop-older = The results of the file of the same name, taken at { $at }, are now { $page }.
drop-replaces = It replaces the file that waited under this name: notice { $notice } will not go.
drop-replaced = REPLACED by another file of the same name: nothing of this one has gone.
drop-twin = Confirmed by { $ok }; { $file }, which says the same, is put away too.
drop-people = { $people ->
        [one] { $people } person
       *[other] { $people } people
    }: { $tally }
drop-closed = { $file }: the service may not read it; put it there again with the right to read for the group
drop-column-line = line
drop-column-sent = sent at
drop-column-delivered = delivered at
drop-state-waits = waits for a confirmation
drop-told-before = told before by an earlier file
drop-title = { $file }, taken at { $at }
drop-refused = REFUSED, nothing is sent: { $problem }
drop-waits = WAITING, nothing has gone.
drop-expired = Nobody confirmed before { $at }: nothing has gone. To send it, put the file there again.
drop-cancelled = Cancelled by a person.
drop-nobody-text = REFUSED: this text can't be sent, nobody is told.
drop-nobody-sms = REFUSED: this SMS can't be sent, nobody is told.
drop-nobody = REFUSED: no row can get an SMS, nobody is told.
drop-size = { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $sms } SMS{ $texts ->
        [several] , for instance:
       *[one] :
    }
drop-already = { $already ->
        [one] { $already } person was told before by an earlier file: nothing is sent again.
       *[other] { $already } people were told before by an earlier file: nothing is sent again.
    }
drop-notice = To stop all of it: beffroi notice cancel { $notice }
drop-ways = To send it, before { $at }, either
drop-ways-again = To send it all the same, before { $at }, either
drop-way-rename = {"  "}- rename { $file } to { $ok }, in this folder;
drop-way-confirm = {"  "}- or ask the administrator for the command: beffroi notice confirm { $notice }
drop-way-none = Without an answer nothing goes, and the file moves to { $refused }/.
drop-mend = Correct them in the list, then put the whole list here again under the same name: who was told already is not told twice. A landline is to be called.
drop-text-refused = The text is refused. It is set in the configuration, and can't be corrected in the list:
drop-text-refused-columns = The text is refused. It comes from the configuration and from the list:
drop-text-mend = Tell the administrator: the key text under [[drop]] in { $file } is to be { $wrong ->
        [long] made shorter
       *[other] changed
    }{ $columns ->
        [none] {""}
       *[other] , or what the list has under { $columns } to be { $wrong ->
            [long] made shorter
           *[other] corrected
        }
    }{ $wrong ->
        [long] , or under [service.{ $service }] max_parts to be raised{ $signed ->
            [none] {""}
           *[other] {" "}or the signature made shorter
        }
        [sign] , or under [service.{ $service }] text = "refuse" to be changed to another rule
       *[other] {""}
    }.
drop-text-then = What is changed in the configuration counts after: sudo systemctl restart beffroi. After that put the whole list here again under the same name: who was told already is not told twice.
drop-sms-refused = The SMS is refused:
drop-sms-mend = { $wrong ->
        [long] Make the text shorter where it is written, then put a new file here; or in { $file }, under [service.{ $service }], raise max_parts{ $signed ->
            [none] {""}
           *[other] {" "}or make the signature shorter
        }.
        [sign] Replace that sign where the text is written, then put a new file here; or in { $file }, under [service.{ $service }], change text = "refuse" to another rule.
        [landline] A landline is to be called.
       *[other] Correct it where this SMS is written, then put a new file here.
    }
drop-row = { $line ->
        [none] { $whose }
       *[other] line { $line } ({ $whose })
    }: { $cause }
drop-table = Row by row: { $table }
drop-until = File and results are removed after { $at }.

## Commands: notice

notice-none = no notice
notice-head = notice { $notice } "{ $name }" (service { $service }, lane { $lane }): { $state }
notice-file = file { $file }, of { $at }
notice-until = to be confirmed before { $at }: beffroi notice confirm { $notice }
notice-confirmed = notice { $notice } confirmed: { $messages ->
        [one] { $messages } message taken
       *[other] { $messages } messages taken
    }
notice-copy-waits = { $file } has the same content and waits still: beffroi notice cancel { $notice }; to confirm it too would tell nobody a second time
notice-copy-again = { $file } has the same content and waits still: beffroi notice cancel { $notice }; to confirm it too would tell everybody once more
notice-not-waiting = notice { $notice } does not wait for anything ({ $state })
notice-cancelled = notice { $notice } cancelled: { $cancelled ->
        [one] { $cancelled } message will not go
       *[other] { $cancelled } messages will not go
    }{ $gone ->
        [0] {""}
       *[other] , { $gone } had gone already
    }
notice-too-late = notice { $notice }: too late to cancel ({ $state })
notice-unsure = the daemon did not answer: notice { $notice } may be confirmed or cancelled, or not yet; beffroi notice list says what has become of it
notice-no-such = there is no notice { $notice }
column-messages = messages
column-before = told before
column-refused = refused
column-file = file

## Commands: text

text-cost = { $parts } SMS, { $alphabet ->
        [gsm7] GSM-7: { $used ->
            [one] { $used } septet
           *[other] { $used } septets
        }
       *[ucs2] UCS-2: { $used ->
            [one] { $used } unit
           *[other] { $used } units
        }
    }, { $left } left in the last one
text-in-signature = in the signature: { $told }
text-place-signature = signature, { $position }
text-changed = { $from } becomes { $to } ({ $count ->
        [one] position
       *[other] positions
    } { $places })
text-removed = { $from } is left out ({ $count ->
        [one] position
       *[other] positions
    } { $places })
text-changes = changed in the text: { $pairs }
text-changes-of-all = { $pairs } ({ $count ->
        [one] in { $count } text
       *[other] in { $count } texts
    })
text-more = and { $count } more
text-culprits = { $count ->
        [one] { $count } sign is
       *[other] { $count } signs are
    } not in GSM-7: { $signs }
text-culprits-by-table = { $count ->
        [one] { $count } sign is
       *[other] { $count } signs are
    } written with this table: { $signs }
text-culprits-cost = { $count ->
        [one] { $count } sign costs
       *[other] { $count } signs cost
    } { $now ->
        [2] a second SMS
       *[other] { $more } more SMS
    }: { $signs }; without { $count ->
        [one] it
       *[other] them
    }: { $without } SMS instead of { $now }
text-cheaper = { $parts } SMS instead of { $now }, with { $changes ->
        [one] { $changes } change
       *[other] { $changes } changes
    } ({ $pairs }):
text-cheaper-cut = by taking out { $cut ->
        [one] { $cut } character
       *[other] { $cut } characters
    }: { $parts } SMS instead of { $now }
text-policy = policy
text-alphabet = alphabet
text-national = by the { $language ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table (sent so only where the service says national: few phones know it): { $cost }
text-national-lacking = the { $language ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table does not serve this text: it has no { $signs }
text-national-idle = no table is taken under the policy { $policy }: only under typographic or keep
text-table = written with the { $table ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table: a phone that does not know it shows other letters
text-table-of-all = { $count ->
        [one] { $count } text is
       *[other] { $count } texts are
    } written with the { $table ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table: a phone that does not know it shows other letters
text-by-table = GSM-7, { $table ->
        [portuguese] Portuguese
        [spanish] Spanish
       *[turkish] Turkish
    } table
text-total = { $recipients ->
        [one] { $recipients } recipient
       *[other] { $recipients } recipients
    }: { $total }
text-total-cheaper = at the cheapest: { $total }
text-total-cut = by taking out { $cut ->
        [one] { $cut } character
       *[other] { $cut } characters
    }: { $total }
text-refused = refused: { $reason }
text-longest = the longest text, { $who }:
send-rehearsal = rehearsal, nothing is sent: { $to }, service { $service }, lane { $lane }
