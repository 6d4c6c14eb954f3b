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
state-unknown = uncertain
state-failed = failed
state-cancelled = cancelled
state-expired = too late

lane-urgent = urgent
lane-normal = normal
lane-bulk = bulk

## Why: the recipient

reason-no_recipient = no telephone number
reason-not_a_number = not a telephone number
reason-several_numbers = several numbers in one cell: leave one
reason-lost_digits = the spreadsheet has lost digits of the number: format the column as text and type it again
reason-landline = landline: to be called
reason-short_number = short number: a service, not a person
reason-premium_number = special-rate number: no SMS is sent there
reason-unassigned_number = a number that does not exist: to be checked

## Why: the text

reason-empty_text = the text is empty
reason-text_too_long = text too long: { $parts } SMS, where { $limit ->
        [one] only { $limit } is allowed
       *[other] { $limit } at most are allowed
    }
reason-control_character = the text holds a forbidden invisible character, { $character }, at position { $position }
reason-not_unicode = unreadable text: not UTF-8
reason-not_in_alphabet = the sign "{ $character }" at position { $position } would double the price of the SMS, which the service does not allow
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
reason-value_too_long = the column { $column } is over { $limit } octets
reason-unknown_service = no service "{ $service }" in the configuration
reason-service_not_allowed = this outbox may not speak for the service "{ $service }"
reason-service_missing = this outbox serves several services: the row must name one
reason-unknown_lane = no lane "{ $lane }": urgent, normal or bulk
reason-lane_not_allowed = this outbox may not use the lane "{ $lane }"
reason-bad_date = the column { $column } is not a date with a time: write for example 2026-11-23 17:00
reason-already_expired = came too late: it was to be sent before { $at }
reason-expires_before_start = the end of its life (expires_at) is before its start (not_before)
reason-reference_taken = this reference already stands for message { $message }, which says something else
reason-same_reference = asked for before: this is message { $message }

## Why: what has happened

reason-accepted = accepted
reason-at_modem = at the modem ({ $line })
reason-other_part_failed = another part of the message was refused
reason-taken_by_network = taken by the network (reference { $reference })
reason-refused_for_now = the network refuses for now ({ $error }); next try at { $again_at }
reason-refused_for_good = refused by the network ({ $error })
reason-tries_used_up = refused { $tries ->
        [one] once
       *[other] { $tries } times
    } by the network, given up ({ $error })
reason-no_answer = the modem gave no answer: perhaps sent, perhaps not
reason-unclear_answer = the modem's answer ({ $answer }) proves nothing: perhaps sent, perhaps not
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
reason-expired = too late to be sent
reason-cancelled_by_caller = cancelled by the program that had asked for it
reason-cancelled_by_person = cancelled by a person
reason-store_restored = held: the store was restored and this message may have gone already
reason-released = released after the restore
reason-known_from_mirror = as its outbox showed it when the store was restored
reason-duplicate_at_network = the network had it already: the try before had arrived

## What keeps a line from sending

finding-no_device = no modem at { $device }: is it plugged in?
finding-no_modem_found = no modem found: is it plugged in?
finding-busy = { $device } is used by another program, perhaps ModemManager
finding-no_permission = no access to { $device }: the user of the service must be a member of the port's group
finding-not_a_serial_port = { $device } is no serial port
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
finding-puk_required = the SIM card is locked: it needs the operator's PUK
finding-not_registered = no network yet
finding-registration_denied = the network refuses this SIM card
finding-no_service_centre = the SIM card has no number of a service centre
finding-no_pdu_mode = not a port for messages: choose another of the same modem
finding-wrong_modem = another modem than configured: IMEI { $found } instead of { $expected }
finding-wrong_sim = another SIM card than configured: { $found } instead of { $expected }
finding-restarted = the modem started anew
finding-unresponsive = the modem has stopped answering and is being brought back

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
table-open_quote = { $file }, line { $line }: a quote is opened and never closed
table-no_header = { $file }: none of the first ten rows names the columns, for example Name;Phone
table-empty = { $file } has no rows

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
making-folder = making the folder { $path }
opening-store = opening the store { $path }
giving-file = giving { $path } to { $user }
reading-store = store { $path }
reading-journal = journal { $path }
no-store = there is no store at { $path }
run-systemd = telling systemd that the daemon is ready
run-outbox-died = the thread of { $path } has died; the log says why
run-died = the gateway's thread has died; the log says why

## Errors: the store

store-sqlite = the store: { $error }{ $code ->
        [DiskFull] ; make room on it
        [SystemIoFailure] ; is the disk full?
       *[other] {""}
    }
store-io = { $path }: { $error }
store-locked = { $path }: another beffroi has this store open; stop it first (systemctl stop beffroi)
store-directory = { $path } is a directory; [store] path must name a file
store-foreign = not a store of beffroi: another program's database; choose another [store] path
store-newer = the store was made by a later version (schema { $found }, this one knows { $known }); install that version again
store-older = the store is of an earlier version (schema { $found }, this one reads { $known }); start beffroi run once
store-gone = { $path } is gone, but { $marker } says it existed: put the store back, or, to begin anew and forget what was sent, remove the marker
store-other_store = { $path } is not the store that { $marker } remembers: put the right one back, or remove the marker to accept this one
store-bad_marker = { $path } can't be read as a marker; remove it if the store beside it is the right one
store-move = a part does not go from { $from } to { $to }
store-nonsense = the store holds { $what } that makes no sense: was it edited by hand?
gateway-store = the store can't be written: { $error }
gateway-gone = the gateway has stopped
gateway-mixed = the gateway gave another answer than was asked for

## Errors: the control socket

client-no_daemon = no daemon answers at { $path }: start it with beffroi run
client-not_allowed = you may not open { $path }: ask to be made a member of the group beffroi (and beffroi-send, to send)
client-hung_up = the daemon hung up before it answered: look with beffroi message list before you ask again
client-too_slow = the daemon did not answer within { $seconds } s: look with beffroi message list before you ask again
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
config-unknown_key = no such key: choose from { $known }
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
config-bad_iccid = is no ICCID: write the 18 to 20 digits printed on the SIM, or imsi: and 14 or 15 digits
config-unknown_zone = no time zone "{ $found }": write an IANA name, as in zone = "Europe/Paris" or "Indian/Reunion"
config-no_place = has neither device nor imei: write device = "/dev/serial/by-id/…", device = "auto" or imei = "…"
config-beside_store = lies in the store's own folder, which no producer may enter: give it a folder of its own, as in outbox/outbox.db
config-path_taken = is the path of the store already: write another
config-only_ask = resend-once is not in this version, which has only ask so far: write when_unknown = "ask"

config-right = { $file } is right
config-services = services
config-lines = lines
config-allowed = services: { $services }
config-any = any
config-no_line = none: messages wait

## Commands: how they are written (English is clap's own)

usage-unknown_command = no such command: { $what }{ $other ->
        [none] {""}
       *[other] {" "}({ $other } perhaps?)
    }
usage-unknown_option = no such option: { $what }{ $other ->
        [none] {""}
       *[other] {" "}({ $other } perhaps?)
    }
usage-missing = missing: { $what }
usage-no_value = { $what } takes a value
usage-bad_value = not a value here: { $what }{ $other ->
        [none] {""}
       *[other] : choose from { $other }
    }
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
office-mixed = the daemon has answered another question; is it of another version?

## Commands: send and message

send-fate = message { $message }: { $state }{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }, { $parts } SMS
send-refused = not sent: { $reason }
send-no-daemon = the daemon is not running: nothing goes before it is (beffroi run)
message-none = no messages
message-head = message { $message } to { $to } (service { $service }, lane { $lane }): { $state }
message-step = { $at }  { $state }{ $part }: { $reason }
message-cancelled = message { $message } is cancelled: nothing of it has gone
message-cancelled-partly = message { $message } is cancelled, but { $gone } of { $of } SMS had gone
message-cancel-waits = message { $message } is at the modem: should it come back from there, it is cancelled (beffroi message show { $message } tells)
message-too-late = message { $message }: too late to cancel it ({ $state })
message-no-such = there is no message { $message }

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
db-no-group = { $path }: no group is named under [[outbox]], so only the daemon can write it; name that of the programs that fill it, then run db init again
db-no-user = there is no user { $user } on this machine: the files belong to root, and root must start beffroi run
db-given = { $path } belonged to another user; it belongs to { $user } now
db-closed-door = { $outbox }: its group can't pass through { $folder }; sudo chmod o+x { $folder }
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
