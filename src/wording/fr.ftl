# Ce que beffroi dit en français. Écrire ' et des blancs ordinaires : l'espace insécable devant : ; ! ?
# et dans les guillemets, ainsi que l'apostrophe typographique, sont posés à l'affichage.
# Une phrase commence par une minuscule et finit sans point : elle suit un nom ou un numéro.

## États et files, en un ou deux mots

state-new = nouveau
state-refused = refusé
state-held = retenu
state-queued = en attente
state-sending = envoi en cours
state-sent = envoyé
state-delivered = reçu
state-undelivered = non reçu
state-unknown = incertain
state-failed = échec
state-cancelled = annulé
state-expired = trop tard

lane-urgent = urgent
lane-normal = normal
lane-bulk = en nombre

## Pourquoi : le destinataire

reason-no_recipient = pas de numéro de téléphone
reason-not_a_number = ce n'est pas un numéro de téléphone
reason-several_numbers = plusieurs numéros dans la même case : n'en laisser qu'un
reason-lost_digits = le tableur a perdu des chiffres du numéro : mettre la colonne au format texte et le saisir à nouveau
reason-landline = numéro fixe : à appeler
reason-short_number = numéro court : c'est un service, pas une personne
reason-premium_number = numéro spécial : aucun SMS n'y est envoyé
reason-unassigned_number = numéro qui n'existe pas : à vérifier

## Pourquoi : le texte

reason-empty_text = le texte est vide
reason-text_too_long = texte trop long : { $parts } SMS, alors que { $limit ->
        [one] { $limit } seul est permis
       *[other] { $limit } au plus sont permis
    }
reason-control_character = le texte contient un caractère invisible interdit, { $character }, en position { $position }
reason-not_unicode = texte illisible : il n'est pas en UTF-8
reason-not_in_alphabet = le signe « { $character } », en position { $position }, doublerait le prix du SMS et le service ne le permet pas
reason-empty_field = la case { $column } est vide, alors que le texte en a besoin

## Pourquoi : les autres colonnes

reason-wrong_type = la colonne { $column } { $found ->
        [integer] contient un nombre, alors qu'il y faut un texte
        [real] contient un nombre à virgule, alors qu'il y faut un texte
        [blob] contient des octets bruts (BLOB), alors qu'il y faut un texte
        [not_unicode] est illisible : elle n'est pas en UTF-8
        [control_character] contient un caractère invisible interdit
       *[other] contient ce qu'elle ne peut contenir ({ $found })
    }
reason-value_too_long = la colonne { $column } dépasse { $limit } octets
reason-unknown_service = le service « { $service } » n'existe pas dans la configuration
reason-service_not_allowed = cette boîte d'envoi ne peut pas parler au nom du service « { $service } »
reason-service_missing = cette boîte d'envoi sert plusieurs services : la ligne doit en nommer un
reason-unknown_lane = la file « { $lane } » n'existe pas : urgent, normal ou bulk
reason-lane_not_allowed = cette boîte d'envoi ne peut pas utiliser la file « { $lane } »
reason-bad_date = la colonne { $column } n'est pas une date avec une heure : écrire par exemple 2026-11-23 17:00
reason-already_expired = arrivé trop tard : il fallait l'envoyer avant { $at }
reason-expires_before_start = la fin de validité (expires_at) précède le début (not_before)
reason-reference_taken = cette référence est déjà celle du message n° { $message }, qui dit autre chose
reason-same_reference = déjà demandé : c'est le message n° { $message }

## Pourquoi : ce qui s'est passé

reason-accepted = accepté
reason-at_modem = remis au modem ({ $line })
reason-other_part_failed = une autre partie du message a été refusée
reason-taken_by_network = pris en charge par le réseau (référence { $reference })
reason-refused_for_now = le réseau refuse pour le moment ({ $error }) ; nouvel essai à { $again_at }
reason-refused_for_good = refusé par le réseau ({ $error })
reason-tries_used_up = refusé { $tries ->
        [one] une fois
       *[other] { $tries } fois
    } par le réseau, abandonné ({ $error })
reason-no_answer = le modem n'a rien répondu : peut-être envoyé, peut-être pas
reason-unclear_answer = la réponse du modem ({ $answer }) ne prouve rien : peut-être envoyé, peut-être pas
reason-modem_restarted = le modem a redémarré pendant l'envoi : peut-être envoyé, peut-être pas
reason-port_lost = le modem a été perdu pendant l'envoi : peut-être envoyé, peut-être pas
reason-process_ended = le programme s'est arrêté pendant l'envoi : peut-être envoyé, peut-être pas
reason-late_answer = pris en charge par le réseau, réponse tardive (référence { $reference })
reason-withdrawn = repris avant l'envoi, rien n'est parti : { $cause ->
        [no_prompt] le modem n'a pas donné la main à temps
        [no_go] l'accord d'envoi n'est pas venu à temps
        [commit_failed] l'écriture sur le disque a échoué
        [cancelled] le message a été annulé
        [expired] il était trop tard
        [stopping] le service s'arrête
        [write_stalled] le modem n'acceptait plus de données
        [final_instead] le modem a mis fin à la commande
        [modem_restarted] le modem a redémarré
        [port_lost] le modem a été perdu
        [overtaken] un message plus urgent passe devant
       *[other] { $cause }
    }
reason-report_delivered = le téléphone l'a reçu
reason-report_given_up = le réseau n'a pas pu le remettre (état { $status })
reason-report_still_trying = le réseau l'a et essaie encore de le remettre (état { $status })
reason-expired = trop tard pour l'envoyer
reason-cancelled_by_caller = annulé par le logiciel qui l'avait demandé
reason-cancelled_by_person = annulé par une personne
reason-store_restored = retenu : la base a été restaurée et ce message est peut-être déjà parti
reason-released = libéré après la restauration
reason-known_from_mirror = tel que la boîte d'envoi le montrait quand la base a été restaurée
reason-duplicate_at_network = le réseau l'avait déjà : l'essai précédent était parti

## Ce qui empêche une ligne d'envoyer

finding-no_device = aucun modem sur { $device } : est-il branché ?
finding-no_modem_found = aucun modem trouvé : est-il branché ?
finding-busy = { $device } est utilisé par un autre programme, peut-être ModemManager
finding-no_permission = accès refusé à { $device } : l'utilisateur du service doit être membre du groupe du port
finding-not_a_serial_port = { $device } n'est pas un port série
finding-somebodys_terminal = { $device } est le terminal de quelqu'un et non un modem : si c'était celui d'un modem virtuel, le relancer
finding-port_failed = le port { $device } est en défaut : { $error }
finding-silent = rien ne répond sur { $device }
finding-not_a_modem = ce qui répond sur { $device } n'est pas un modem
finding-no_sim = pas de carte SIM, ou elle ne fonctionne pas
finding-pin_required = la carte SIM demande son code PIN{ $tries ->
        [none] {""}
        [one] {" "}(il reste { $tries } essai)
       *[other] {" "}(il reste { $tries } essais)
    }
finding-puk_required = la carte SIM est bloquée : il faut le code PUK de l'opérateur
finding-not_registered = pas encore de réseau
finding-registration_denied = le réseau refuse cette carte SIM
finding-no_service_centre = la carte SIM n'a pas de numéro de centre SMS
finding-no_pdu_mode = ce port ne sert pas aux messages : en choisir un autre du même modem
finding-wrong_modem = autre modem que prévu : IMEI { $found } au lieu de { $expected }
finding-wrong_sim = autre carte SIM que prévu : { $found } au lieu de { $expected }
finding-restarted = le modem a redémarré
finding-unresponsive = le modem ne répond plus, remise en route en cours

## Lignes, en quelques mots

health-idle = pas encore commencé
health-listening = écoute la réponse d'un envoi précédent
health-starting = se prépare
health-ready = prête
health-down = ne peut pas envoyer

## Fichiers du bureau : le tableau

table-not_there = { $file } : ce fichier n'existe pas
table-not_a_file = { $file } n'est pas un fichier
table-failed = { $file } : lecture impossible ({ $error })
table-too_large = { $file } est trop grand : { $megabytes } Mo et { $rows } lignes au plus
table-workbook = { $file } est un classeur ou un PDF : l'exporter au format CSV
table-binary = { $file }, ligne { $line } : ce n'est pas du texte ; exporter la liste au format CSV
table-open_quote = { $file }, ligne { $line } : un guillemet est ouvert et n'est jamais fermé
table-no_header = { $file } : aucune des dix premières lignes ne nomme les colonnes, par exemple Nom;Téléphone
table-empty = { $file } ne contient aucune ligne

## Fichiers du bureau : la liste des élèves

roster-no_phone_column = { $file } : aucune colonne de téléphone ; la nommer avec --column parmi : { $columns }
roster-several_columns = plusieurs colonnes de téléphone : « { $taken } » est utilisée ; pour une autre ({ $others }), ajouter --column
roster-unknown_column = il n'y a pas de colonne « { $column } »{ $nearest ->
        [none] {""}
       *[other] {" "}(« { $nearest } » peut-être ?)
    } ; les colonnes sont : { $columns }
roster-unknown_field = le texte demande la colonne « { $column } », qui n'existe pas{ $nearest ->
        [none] {""}
       *[other] {" "}(« { $nearest } » peut-être ?)
    } ; les colonnes sont : { $columns }
roster-open_field = le texte ouvre une accolade sans la fermer ; pour une vraie accolade, la doubler
roster-bad_where = « { $given } » n'est pas une condition : écrire COLONNE=VALEUR
roster-no_such_value = aucune ligne n'a « { $value } » dans la colonne « { $column } »{ $nearest ->
        [none] {""}
       *[other] {" "}(« { $nearest } » peut-être ?)
    } ; on y trouve : { $values }
roster-no_such_row = aucune ligne ne remplit toutes les conditions à la fois
roster-refused_row = { $file }, ligne { $line } : { $cause }
roster-refused_row_of = { $file }, ligne { $line } ({ $whose }) : { $cause }

## Erreurs : le système

system = { $kind ->
        [PermissionDenied] accès refusé
        [NotFound] introuvable
        [AlreadyExists] ce nom est déjà pris
        [NotADirectory] un fichier tient la place d'un dossier
        [IsADirectory] un dossier tient la place du fichier
        [StorageFull] plus de place sur le disque
        [QuotaExceeded] plus de place pour cet utilisateur
        [ReadOnlyFilesystem] le disque est en lecture seule
       *[other] le système refuse
    } ({ $error })
not-a-duration = ce n'est pas une durée : écrire 100ms, 2s, 1.5s, 5min, 3h ou 2d
log-level = { $variable }={ $given } : écrire off, error, warn, info, debug ou trace
log-begun = le journal était déjà commencé
reading-input = entrée standard
input-too-long = l'entrée standard dépasse { $octets } octets
making-folder = création du dossier { $path }
opening-store = ouverture de la base { $path }
giving-file = remise de { $path } à l'utilisateur { $user }
reading-store = base { $path }
reading-journal = journal { $path }
no-store = il n'y a pas de base à { $path }
run-systemd = annonce à systemd que le service est prêt
run-outbox-died = la lecture de { $path } s'est arrêtée par accident ; le journal dit pourquoi
run-died = le cœur du service s'est arrêté par accident ; le journal dit pourquoi

## Erreurs : la base

store-sqlite = la base { $code ->
        [DiskFull] n'a plus de place sur son disque : en faire
        [SystemIoFailure] n'a pas pu être lue ou écrite : le disque est-il plein ?
        [ReadOnly] ne peut pas être écrite par cet utilisateur
        [CannotOpen] ne peut pas être ouverte
        [DatabaseCorrupt] est endommagée
        [NotADatabase] n'est pas un fichier SQLite
        [DatabaseBusy] est occupée par un autre programme
       *[other] n'a pas pu être lue ou écrite
    } ({ $error })
store-io = { $path } : { $error }
store-locked = { $path } : un autre beffroi a ouvert cette base ; l'arrêter d'abord (systemctl stop beffroi)
store-directory = { $path } est un dossier ; la clé path de [store] doit nommer un fichier
store-foreign = ce n'est pas une base de beffroi, mais celle d'un autre logiciel ; choisir une autre clé path sous [store]
store-newer = la base a été faite par une version plus récente (schéma { $found }, celle-ci connaît { $known }) ; réinstaller cette version
store-older = la base est d'une version plus ancienne (schéma { $found }, celle-ci lit { $known }) ; lancer une fois beffroi run
store-gone = { $path } a disparu, mais { $marker } dit que la base existait : la remettre en place ou, pour tout recommencer en oubliant ce qui a été envoyé, supprimer ce repère
store-other_store = { $path } n'est pas la base dont { $marker } se souvient : remettre la bonne, ou supprimer ce repère pour accepter celle-ci
store-bad_marker = { $path } n'est pas lisible comme repère ; le supprimer si la base à côté est la bonne
store-move = une partie ne passe pas de { $from } à { $to }
store-nonsense = la base contient une valeur qui n'a pas de sens ({ $what }) : a-t-elle été modifiée à la main ?
gateway-store = la base ne peut pas être écrite ({ $error })
gateway-gone = le service s'est arrêté
gateway-mixed = le service a donné une autre réponse que celle qui était demandée

## Erreurs : parler au service

client-no_daemon = aucun service ne répond à { $path } : le lancer par beffroi run
client-not_allowed = accès refusé à { $path } : demander à être membre du groupe beffroi (et de beffroi-send, pour envoyer)
client-hung_up = le service a raccroché avant de répondre : voir beffroi message list avant de redemander
client-too_slow = le service n'a pas répondu en { $seconds } s : voir beffroi message list avant de redemander
client-not_a_beffroi = ce qui répond à { $path } n'est pas un beffroi de cette version ({ $why })
client-io = accès au service par { $path } : { $error }
socket-already_served = un autre service répond déjà à { $path } : l'arrêter d'abord
socket-in_the_way = { $path } n'est pas un point d'accès (socket) : le déplacer, ou écrire un autre chemin à la clé socket de [control]
socket-io = le point d'accès { $path } ne peut pas être créé : { $error }

## Erreurs : les boîtes d'envoi

create-not_local = { $path } est sur { $kind }, où les logiciels d'autres machines ne voient pas les verrous de SQLite : mettre la boîte d'envoi sur un disque local ; depuis une autre machine, passer par le dossier de dépôt ou l'API
create-not_a_folder = { $path } est un lien symbolique, ou n'est pas un dossier : nommer le dossier lui-même à la clé path de [[outbox]]
create-system = { $path } ne peut être ni créé ni remis en ordre : { $error } ; lancer sudo beffroi db init
create-sqlite = { $path } ne peut pas être créé : { $error }
outbox-file = { $path } : { $what }
outbox-busy = un autre programme la verrouille : ses lignes attendent qu'il ait fini
outbox-wal = un programme a mis journal_mode=WAL et la garde ouverte : ses lignes attendent que tous l'aient fermée (ne pas toucher à journal_mode ; DELETE sera remis)
outbox-read_only = l'écriture est impossible : ses lignes sont lues et envoyées, mais leur état n'y est pas écrit
outbox-full = plus de place sur son disque : ses lignes sont lues et envoyées, mais leur état n'y est pas écrit
outbox-missing = elle n'est pas là : une nouvelle va être créée
outbox-swapped = une autre boîte d'envoi, ou une copie plus ancienne, a été écrite par-dessus : ses lignes sont comparées à la base
outbox-not_a_file = { $what ->
        [directory] un dossier
        [link] un lien symbolique
        [second_name] un fichier qui a un second nom (lien physique)
       *[other] autre chose qu'un fichier
    } tient la place du fichier : le déplacer, ou nommer un autre chemin
outbox-denied = elle ne peut pas être ouverte ({ $error }) : vérifier propriétaire, groupe et droits, ou lancer sudo beffroi db init
outbox-newer = sa version { $version } est plus récente que ce programme : elle est laissée comme elle est jusqu'à la mise à jour de beffroi
outbox-not_sqlite = ce n'est pas un fichier SQLite
outbox-corrupt = elle est endommagée
outbox-no_table = il y manque la table outbox
outbox-other_table = ses tables ne sont pas celles d'une boîte d'envoi
outbox-failed = lecture ou écriture impossible ({ $error })

## Erreurs d'une configuration : après le fichier, la ligne et la clé

config-unreadable = { $kind ->
        [NotFound] ce fichier n'existe pas
        [PermissionDenied] l'accès à ce fichier est refusé
        [IsADirectory] c'est un dossier et non un fichier
       *[other] illisible ({ $error })
    } : en nommer un autre par --config, ou en écrire un avec beffroi config default
config-not_unicode = le fichier n'est pas en UTF-8 : l'enregistrer en UTF-8 dans un éditeur de texte
config-syntax = ce n'est pas du TOML ({ $message })
config-belongs_at_the_top = cette clé n'existe pas ici : sa place est en tête, avant la première [section]
config-belongs_elsewhere = cette clé n'existe pas ici : sa place est sous { $section }
config-nearest_key = cette clé n'existe pas : est-ce { $nearest } ?
config-unknown_key = cette clé n'existe pas : choisir parmi { $known }
config-wrong_type = attend { $takes ->
        [text] un texte entre guillemets
        [texts] une liste de textes
       *[number] un nombre entier
    } : écrire { $example }
config-not_a_section = attend une section avec ses clés : écrire son nom entre crochets, puis ses clés en dessous
config-nearest_word = « { $found } » n'est pas connu ici : est-ce "{ $nearest }" ?
config-not_one_of = « { $found } » n'est pas connu ici : choisir parmi { $known }
config-out_of_range = { $found } est hors limites : écrire de { $least } à { $most }
config-not_a_duration = « { $found } » n'est pas une durée : écrire un nombre entier et son unité, par exemple 100ms, 5s, 2min, 12h ou 3d
config-missing = manque : écrire { $example }{ $section ->
        [none] {""}
       *[other] {" "}sous { $section }
    }
config-not_a_file = ne nomme pas un fichier : écrire { $example }
config-single_brackets = il peut y en avoir plusieurs : écrire [[{ $section }]] avec des crochets doubles
config-empty_list = n'autorise rien du tout : en nommer, ou ôter la clé pour tout autoriser
config-duplicate = « { $value } » est déjà à la ligne { $first } : chacun doit avoir le sien
config-nearest_service = aucun service « { $found } » : est-ce "{ $nearest }" ? sinon, ajouter [service.{ $found }]
config-unknown_service = aucun service « { $found } » : ajouter [service.{ $found }], ou choisir parmi { $known }
config-bad_name = « { $found } » n'est pas un nom : écrire 1 à 32 lettres, chiffres, - _ ou . en commençant par une lettre ou un chiffre
config-bad_imei = ce n'est pas un IMEI : écrire ses 15 chiffres, par exemple imei = "356938035643809"
config-bad_iccid = ce n'est pas un ICCID : écrire les 18 à 20 chiffres imprimés sur la SIM, ou imsi: et 14 ou 15 chiffres
config-unknown_zone = aucun fuseau horaire « { $found } » : écrire un nom IANA, par exemple zone = "Europe/Paris" ou "Indian/Reunion"
config-no_place = ni device ni imei : écrire device = "/dev/serial/by-id/…", device = "auto" ou imei = "…"
config-beside_store = est dans le dossier de la base, où aucun autre logiciel ne doit entrer : lui donner son propre dossier, par exemple outbox/outbox.db
config-path_taken = est déjà le chemin de la base (store) : en écrire un autre
config-only_ask = resend-once n'est pas dans cette version, qui ne connaît encore que ask : écrire when_unknown = "ask"

config-right = { $file } est juste
config-services = services
config-lines = lignes
config-allowed = services : { $services }
config-any = tous
config-no_line = aucune : les messages attendent

## Commandes : leur écriture (l'anglais est celui de clap)

usage-unknown_command = cette commande n'existe pas : { $what }{ $other ->
        [none] {""}
       *[other] {" "}(peut-être { $other } ?)
    }
usage-unknown_option = cette option n'existe pas : { $what }{ $other ->
        [none] {""}
       *[other] {" "}(peut-être { $other } ?)
    }
usage-missing = il manque : { $what }
usage-no_value = { $what } attend une valeur
usage-bad_value = valeur impossible ici : { $what }{ $other ->
        [none] {""}
       *[other] {" "}; choisir parmi { $other }
    }
usage-conflict = { $what } ne peut pas être écrit avec { $other ->
        [none] une autre de ces options
       *[other] { $other }
    }

## Commandes : colonnes des tableaux

column-message = n°
column-taken = demandé le
column-to = numéro
column-who = nom
column-parts = SMS
column-state = état
column-at = heure
column-lane = file
column-notice = avis
column-reason = motif

## Commandes : parler au service

office-denied-ask = accès refusé : il faut être membre du groupe beffroi (sudo gpasswd -a NOM beffroi)
office-denied-send = accès refusé : pour envoyer, il faut être membre du groupe beffroi-send (sudo gpasswd -a NOM beffroi-send)
office-denied-all = accès refusé : seuls root et l'utilisateur du service le peuvent (sudo)
office-failed = le service n'a pas pu le faire ({ $why })
office-unsure = le service n'a pas pu le faire ({ $why }) : regarder avec beffroi message list avant de redemander
office-unreadable = le service ne comprend pas la demande, est-il d'une autre version ? ({ $why })
office-busy = trop de demandes à la fois : réessayer
office-mixed = le service a répondu à une autre question : est-il d'une autre version ?

## Commandes : send et message

send-fate = message n° { $message } : { $state }{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }, { $parts } SMS
send-refused = non envoyé : { $reason }
send-no-daemon = le service beffroi n'est pas lancé : rien ne part avant qu'il le soit (beffroi run)
message-none = aucun message
message-head = message n° { $message } à { $to } (service { $service }, file { $lane }) : { $state }
message-step = { $at }  { $state }{ $part } : { $reason }
message-cancelled = message n° { $message } annulé : rien n'en est parti
message-cancelled-partly = message n° { $message } annulé, mais { $gone } SMS sur { $of } étaient déjà partis
message-cancel-waits = message n° { $message } : il est au modem ; s’il en revient, il sera annulé (beffroi message show { $message } le dira)
message-too-late = message n° { $message } : trop tard pour l'annuler ({ $state })
message-no-such = il n'y a pas de message n° { $message }

## Commandes : ce qu'il est advenu de chacun

fates-tally = { $delivered ->
        [one] { $delivered } reçu
       *[other] { $delivered } reçus
    }, { $to_call } à appeler, { $unknown ->
        [0] 0 incertain
        [one] dont { $unknown } incertain
       *[other] dont { $unknown } incertains
    }{ $sent ->
        [0] {""}
        [one] , { $sent } envoyé
       *[other] , { $sent } envoyés
    }{ $waiting ->
        [0] {""}
       *[other] , { $waiting } en attente
    }{ $cancelled ->
        [0] {""}
        [one] , { $cancelled } annulé
       *[other] , { $cancelled } annulés
    }
fates-to-call = À appeler :
fates-no-report = envoyé, mais rien ne confirme que le téléphone l'a reçu
fates-already = déjà demandé aujourd'hui
fates-asked-before = déjà demandé aujourd'hui : { $reason }

## Commandes : roster import

import-head = { $file } : { $rows ->
        [one] { $rows } ligne
       *[other] { $rows } lignes
    }, { $numbers ->
        [one] { $numbers } message
       *[other] { $numbers } messages
    } (colonne { $column })
import-refused = Lignes refusées :
import-where = dire quelles lignes, par --where COLONNE=VALEUR, ou toutes par --all
import-nobody = personne n'est prévenu : { $reason }
import-rehearsal = essai, rien n'est envoyé : { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $sms } SMS{ $refused ->
        [0] {""}
        [one] , { $refused } ligne refusée
       *[other] , { $refused } lignes refusées
    } ; avis « { $notice } »
import-summary = { $taken ->
        [0] aucun message accepté
        [one] { $taken } message accepté, { $sms } SMS
       *[other] { $taken } messages acceptés, { $sms } SMS
    }{ $already ->
        [0] {""}
        [one] , { $already } déjà demandé aujourd'hui
       *[other] , { $already } déjà demandés aujourd'hui
    }{ $refused ->
        [0] {""}
        [one] , { $refused } ligne refusée
       *[other] , { $refused } lignes refusées
    } ; avis « { $notice } »
import-waiting = { $messages ->
        [one] { $messages } message remis
       *[other] { $messages } messages remis
    } au service ; attente de leur sort, { $patience } au plus (Ctrl-C n'arrête que l'attente)
import-broken-off = interrompu après { $done } messages sur { $of } : la même commande reprend où elle en était
import-again = ce qui a déjà été demandé aujourd'hui n'est pas envoyé une seconde fois ; pour le renvoyer, ajouter --again
import-follow = pour suivre : beffroi message list --notice "{ $notice }"

## Commandes : db

db-made = créé : { $what ->
        [store] la base
        [folder] le dossier
       *[other] la boîte d'envoi
    } { $path }
db-found = déjà là : { $what ->
        [store] la base
        [folder] le dossier
       *[other] la boîte d'envoi
    } { $path }
db-unknown-group = { $path } : le groupe « { $group } » n'existe pas sur cette machine ; le créer (sudo groupadd { $group }) ou en nommer un autre sous [[outbox]]
db-no-group = { $path } : aucun groupe n'est nommé sous [[outbox]], seul le service peut y écrire ; nommer celui des logiciels qui la remplissent, puis relancer db init
db-no-user = l'utilisateur { $user } n'existe pas sur cette machine : les fichiers appartiennent à root, et beffroi run doit être lancé par root
db-given = { $path } appartenait à un autre utilisateur ; il appartient maintenant à { $user }
db-closed-door = { $outbox } : son groupe ne peut pas traverser { $folder } ; sudo chmod o+x { $folder }
db-restored = la base a été restaurée (constaté le { $at }) : aucune ligne n'envoie, les messages en attente sont retenus
db-held-keep = { $held ->
        [0] aucun message n'est retenu
        [one] { $held } message est retenu et le reste (--send l'envoie, --cancel l'annule)
       *[other] { $held } messages sont retenus et le restent (--send les envoie, --cancel les annule)
    }
db-held-send = { $held ->
        [0] aucun message n'est retenu
        [one] { $held } message retenu sera envoyé ; il est peut-être déjà parti avant la restauration
       *[other] { $held } messages retenus seront envoyés ; certains sont peut-être déjà partis avant la restauration
    }
db-held-cancel = { $held ->
        [0] aucun message n'est retenu
        [one] { $held } message retenu sera annulé
       *[other] { $held } messages retenus seront annulés
    }
db-rebind = { $path } appartient à une autre base : elle sera rattachée à celle-ci ; ses lignes déjà traitées ne seront pas renvoyées
db-ask = Accepter ? [o/N]
db-need-yes = personne n'est au terminal pour répondre : ajouter --yes
db-unchanged = rien n'est changé
db-accepted = accepté, les lignes peuvent envoyer{ $held ->
        [0] {""}
        [one] {" "}; { $held } message reste retenu
       *[other] {" "}; { $held } messages restent retenus
    }
db-nothing-to-accept = rien à accepter : la base n'a pas été restaurée, et les boîtes d'envoi lisibles sont bien les siennes
db-still-held = rien à accepter, mais { $held ->
        [one] { $held } message est encore retenu : --send l'envoie, --cancel l'annule
       *[other] { $held } messages sont encore retenus : --send les envoie, --cancel les annule
    }
db-not-compared = { $path } : pas encore comparée à la base restaurée, des messages retenus y figurent peut-être comme partis ; recommencer quand elle sera lisible ; rien n'est changé
db-outbox-unread = boîte d'envoi illisible, laissée comme elle est : { $problem }

## Commandes : demo

demo-text-concert = Conservatoire, concert des élèves samedi 18h, salle Bizet. Entrée libre.
demo-text-absence-petit-17h = Conservatoire, Mme Petit est malade, le cours de 17h est annulé.
demo-begin = beffroi demo : un conservatoire, { $pupils } élèves, une carte SIM dans un modem virtuel
demo-modem = service et modem sont prêts ; rien ne sort de cette machine
demo-mailing = le bureau écrit { $rows } lignes dans son fichier, avis « { $notice } », file { $lane }
demo-ill = Mme Petit est malade, et son cours commence à 17 h !
demo-lesson = le bureau écrit { $rows } lignes de plus, avis « { $notice } », file { $lane }
demo-progress = { $notice } : { $through } envoyés sur { $of }, { $waiting } en attente
demo-knows = en { $seconds } s, les { $families } familles du cours sont prévenues
demo-waiting = en attente ({ $count }) :
demo-mark-delivered = reçu
demo-mark-sent = envoyé
demo-mark-waiting = en attente
demo-mark-call = à appeler
demo-tally = { $notice } : { $tally }
demo-overtook = l'urgent a doublé : { $waiting } du concert attendaient encore quand les { $families } du cours savaient
demo-cost = coût : { $sms } SMS (segments) ; ce qui est refusé ne coûte rien
demo-audit = audit : { $verdict }
demo-next = À essayer :
demo-try-demo = dans un terminal, continue de tourner à la fin
demo-try-text = Le cours aura lieu jeudi.
demo-try-other = Répétition de {"{"}Prénom{"}"} à 18h.
demo-try-measure = À samedi… « 18 h », salle Bizet !
demo-stays = Modem et service continuent de tourner, pour un autre terminal. Entrée ou Ctrl-C les arrête.
demo-kept = conservé : { $folder }
demo-not-ready = le service n'a pas trouvé son modem à temps :
demo-died = le service s'est arrêté de lui-même ({ $how }) ; ses derniers mots :
demo-killed = le service ne s'est pas arrêté en { $how } s et a été tué ; ses derniers mots :
