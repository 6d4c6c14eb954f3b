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
reason-wrong_length = numéro incomplet, ou avec un chiffre de trop
reason-several_numbers = plusieurs numéros dans la même case : n'en laisser qu'un
reason-lost_digits = le tableur a perdu des chiffres du numéro : mettre la colonne au format texte et le saisir à nouveau
reason-landline = numéro fixe : à appeler
reason-short_number = numéro court : c'est un service, pas une personne
reason-premium_number = numéro spécial : aucun SMS n'y est envoyé
reason-unassigned_number = numéro qui n'existe pas : à vérifier

## Pourquoi : le texte

reason-empty_text = le texte est vide
reason-text_too_long = texte trop long : { $parts } SMS{ $wording ->
        [folded] {" "}même sans accents
       *[own] {""}
    }, alors que { $limit ->
        [one] { $limit } seul est permis
       *[other] { $limit } au plus sont permis
    }{ $over ->
        [0] {""}
        [one] {" "}; { $over } caractère de trop
       *[other] {" "}; { $over } caractères de trop
    }{ $signs ->
        [none] {""}
       *[other] , ou rien de trop sans { $signs }
    }{ $signature ->
        [0] {""}
       *[other] {" "}; la signature du service compte pour { $signature } caractères, saut de ligne compris
    }
reason-control_character = le texte contient un caractère invisible interdit, { $character }, en position { $position }
reason-not_unicode = texte illisible : il n'est pas en UTF-8
reason-not_in_alphabet = le signe « { $character } », en position { $position }, n'est pas en GSM-7 : le texte est refusé pour ce signe (text = "refuse")
reason-sign_replaced = { $character } (position { $position }) devient { $by }
reason-sign_removed = { $character } (position { $position }) est retiré
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
reason-value_too_long = { $column ->
        [body] le texte
        [recipient] le numéro
       *[other] la colonne { $column }
    } dépasse { $limit } octets
reason-unknown_service = le service « { $service } » n'existe pas dans la configuration
reason-service_not_allowed = cette boîte d'envoi ne peut pas parler au nom du service « { $service } »
reason-service_missing = cette boîte d'envoi sert plusieurs services : la ligne doit en nommer un
reason-unknown_lane = la voie « { $lane } » n'existe pas : urgent, normal ou bulk
reason-lane_not_allowed = cette boîte d'envoi ne peut pas utiliser la voie « { $lane } »
reason-bad_date = la colonne { $column } n'est pas une date avec une heure : écrire par exemple 2026-11-23 17:00
reason-already_expired = arrivé trop tard : il fallait l'envoyer avant { $at_day ->
        [none] {""}
       *[other] le { $at_day } à{" "}
    }{ $at_time }
reason-expires_before_start = la fin de validité (expires_at) précède le début (not_before)
reason-already_marked = la ligne est arrivée avec l'état { $state }, que beffroi ne lui a jamais donné : l'insérer sans state, sent_at ni les autres colonnes de résultat, sinon rien n'en part
reason-reference_taken = cette référence est déjà celle du message n° { $message }, qui dit autre chose
reason-same_reference = déjà demandé : c'est le message n° { $message }

## Pourquoi : ce qui s'est passé

reason-accepted = accepté
reason-accepted_changed = accepté ; changé dans le texte : { $changed }{ $more ->
        [0] {""}
        [one] {" "}et { $more } autre signe
       *[other] {" "}et { $more } autres signes
    }
reason-at_modem = remis au modem ({ $line })
reason-away_from_home = urgent : envoyé par la ligne { $line } ; la ligne habituelle de ce numéro est { $home }, qui ne peut pas envoyer en ce moment
reason-new_home = remis au modem ({ $line }), désormais la ligne habituelle de ce numéro : plus aucune ligne n’a la carte SIM de { $home }
reason-other_part_failed = un autre SMS du même message a été refusé
reason-taken_by_network = pris en charge par le réseau (référence { $reference })
reason-refused_for_now = le réseau refuse pour le moment ({ $error }) ; nouvel essai { $again_at_day ->
        [none] à
       *[other] le { $again_at_day } à
    } { $again_at_time }
reason-refused_for_good = refusé par le réseau ({ $error })
reason-tries_used_up = refusé { $tries ->
        [one] une fois
       *[other] { $tries } fois
    } par le réseau, abandonné ({ $error })
reason-no_answer = le modem n'a rien répondu : peut-être envoyé, peut-être pas
reason-unclear_answer = la réponse du modem ({ $answer }) ne prouve rien : peut-être envoyé, peut-être pas
reason-perhaps_earlier_answer = une réponse est venue (référence { $reference }), peut-être celle d'un message précédent : peut-être envoyé, peut-être pas
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
reason-expired = il n'a pas pu partir à temps
reason-resend_refused = le réseau a refusé de le prendre une seconde fois ({ $error }) ; le premier essai est peut-être parti
reason-resend_expired = trop tard pour un second essai ; le premier est peut-être parti
reason-cancelled_by_caller = le logiciel qui l'avait demandé l'a annulé
reason-cancelled_by_person = une personne l'a annulé
reason-cancel_asked_by_caller = le logiciel qui l'avait demandé veut l'annuler
reason-cancel_asked_by_person = une personne veut l'annuler
reason-cancelled_after_refusal = le réseau l'a refusé ({ $error }), et il devait être annulé
reason-store_restored = la base a été restaurée et ce message est peut-être déjà parti
reason-released = libéré après la restauration
reason-known_from_mirror = tel que la boîte d'envoi le montrait quand la base a été restaurée
reason-sent_once_more = aucun accusé n'est venu : renvoyé une fois, selon la règle du service ; il peut être lu deux fois
reason-resolved_by_person = { $resolution ->
        [sent] réglé par { $by } : reçu
        [failed] réglé par { $by } : pas reçu, et pas renvoyé
       *[resend] renvoyé une fois à la demande de { $by } ; il peut être lu deux fois
    }
reason-duplicate_at_network = le réseau l'avait déjà : l'essai précédent était parti

## Ce qui empêche une ligne d'envoyer

finding-no_device = aucun modem sur { $device } : est-il branché ?
finding-no_modem_found = aucun modem trouvé : est-il branché ?
finding-busy = { $device } est utilisé par un autre programme, peut-être ModemManager
finding-no_permission = accès refusé à { $device } : l'utilisateur du service doit être membre du groupe du port
finding-not_a_serial_port = { $device } n'est pas un port série
finding-printer = { $device } est une imprimante ({ $name }), pas un modem
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
finding-pin_refused = la carte SIM refuse le code PIN { $pin_file ->
        [none] configuré
       *[other] de { $pin_file }
    } ; il ne sera pas retenté{ $tries ->
        [none] {""}
        [one] {" "}(il reste { $tries } essai)
       *[other] {" "}(il reste { $tries } essais)
    } : corriger le code, puis redémarrer beffroi{ $note ->
        [none] {""}
       *[other] {" "}(s'il est juste pour cette carte SIM, supprimer d'abord { $note })
    }
finding-pin_unreadable = la carte SIM demande son code PIN, et le fichier du code, { $path }, est illisible : { system }
finding-pin_malformed = la carte SIM demande son code PIN, et { $path } n'en contient pas : 4 à 8 chiffres, seuls sur leur ligne
finding-puk_required = la carte SIM est bloquée : il faut le code PUK de l'opérateur
finding-not_registered = pas encore de réseau
finding-registration_denied = le réseau refuse cette carte SIM
finding-no_service_centre = la carte SIM n'a pas de numéro de centre SMS
finding-no_pdu_mode = ce port ne sert pas aux messages : en choisir un autre du même modem
finding-wrong_modem = autre modem que prévu : IMEI { $found } au lieu de { $expected }
finding-wrong_sim = autre carte SIM que prévu : { $found } au lieu de { $expected }
finding-restarted = le modem a redémarré
finding-unresponsive = le modem ne répond plus, remise en route en cours

## Ce qui ne va pas sur une ligne qui envoie

hindrance-reports_otherwise = { $route ->
        [none] le modem ne rend pas les accusés de réception : personne ne saura si un message est arrivé
        [direct] le modem ne rend pas les accusés de réception comme configuré : il les montre une fois, et ceux qui viennent pendant un arrêt de beffroi sont perdus
        [acknowledged] le modem ne rend pas les accusés de réception comme configuré : ils viennent par acquittement
       *[stored] le modem ne rend pas les accusés de réception comme configuré : ils viennent de sa mémoire
    }
hindrance-remedy-reports_otherwise = une autre valeur de reports sous [[line]] convient peut-être mieux (auto choisit), et beffroi modem diagnose dit ce que le modem sait faire
hindrance-remedy-unreadable = vider cette mémoire, ou choisir une autre valeur de reports sous [[line]]
hindrance-remedy-undeletable = débrancher et rebrancher le modem ; sinon vider cette mémoire à la main, beffroi arrêté (AT+CMGD=1,4)
hindrance-remedy-unthanked = ceux qui viennent pendant un arrêt de beffroi sont perdus ; si le modem sait les garder : reports = "stored" sous [[line]]
hindrance-unreadable = ce que le modem range dans { $memory } est illisible et y reste
hindrance-undeletable = ce qui a été lu dans la mémoire { $memory } du modem ne s'efface pas : une fois pleine, plus rien n'arrive
hindrance-unthanked = le modem n'accepte pas d'acquitter les accusés de réception ; ils viennent désormais sans

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
table-old_alphabet = { $file }, ligne { $line } : ses lettres accentuées ne peuvent pas être lues (écriture d'un Mac ou d'un ancien logiciel) ; l'enregistrer à nouveau au format « CSV UTF-8 »
table-open_quote = { $file }, ligne { $line } : un guillemet est ouvert et n'est jamais fermé
table-no_header = { $file } : aucune des dix premières lignes ne nomme les colonnes, par exemple Nom;Téléphone
table-empty = { $file } est vide
table-only_header = { $file } a une ligne de titres, et aucune ligne en dessous

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
roster-empty_field = le texte a deux accolades sans rien entre elles : y écrire le nom d'une colonne, ou doubler chaque accolade pour en avoir une vraie ; les colonnes sont : { $columns }
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
        [AddrInUse] un autre programme l'occupe : y mettre fin, ou en choisir un autre
        [NotADirectory] un fichier tient la place d'un dossier
        [IsADirectory] un dossier tient la place du fichier
        [StorageFull] plus de place sur le disque
        [QuotaExceeded] plus de place pour cet utilisateur
        [ReadOnlyFilesystem] le disque est en lecture seule
       *[other] le système refuse ({ $error })
    }
not-a-duration = ce n'est pas une durée : écrire 100ms, 2s, 1.5s, 5min, 3h ou 2d
log-level = { $variable }={ $given } : écrire off, error, warn, info, debug ou trace
log-begun = le journal était déjà commencé
reading-input = entrée standard
input-too-long = l'entrée standard dépasse { $octets } octets
making-drop = création du dossier de dépôt { $path }
making-folder = création du dossier { $path }
opening-store = ouverture de la base { $path }
giving-file = remise de { $path } à l'utilisateur { $user }
reading-store = base { $path }
reading-journal = journal { $path }
journal-not_a_file = le journal { $path } n'est pas un fichier ordinaire : enregistrer son contenu dans un fichier, et indiquer celui-ci
no-store = il n'y a pas de base à { $path }
run-systemd = annonce à systemd que le service est prêt
run-outbox-died = la lecture de la boîte d'envoi { $path } s'est arrêtée par accident ; le journal dit pourquoi
run-drop-died = la lecture du dossier de dépôt { $path } s'est arrêtée par accident ; le journal dit pourquoi
run-died = le cœur du service s'est arrêté par accident ; le journal dit pourquoi

## Erreurs : la base

store-sqlite = la base { $code ->
        [DiskFull] n'a plus de place, son disque est plein : en faire
        [SystemIoFailure] n'a pas pu être lue ou écrite : le disque est-il plein, ou en panne ?
        [ReadOnly] ne peut pas être écrite par cet utilisateur, ou son disque est en lecture seule
        [CannotOpen] ne peut pas être ouverte : regarder son propriétaire, ses droits et son dossier
        [PermissionDenied] est fermée à cet utilisateur
        [DatabaseBusy] est tenue verrouillée par un autre programme
        [DatabaseLocked] est tenue verrouillée par un autre programme
        [DatabaseCorrupt] est endommagée ; beffroi db check en dit plus, beffroi db restore remet une copie
        [NotADatabase] n'est pas un fichier SQLite ; beffroi db check en dit plus, beffroi db restore remet une copie
       *[other] n'a pas pu être lue ou écrite ({ $error })
    }
store-io = { $path } : { $error }
store-locked = { $path } : un autre beffroi a ouvert cette base ; l'arrêter d'abord (systemctl stop beffroi)
store-directory = { $path } est un dossier ; la clé path de [store] doit nommer un fichier
store-foreign = ce n'est pas une base de beffroi, mais celle d'un autre logiciel ; choisir une autre clé path sous [store]
store-newer = la base a été faite par une version plus récente (schéma { $found }, celle-ci connaît { $known }) ; réinstaller cette version
store-older = la base est d'une version plus ancienne (schéma { $found }, celle-ci lit { $known }) ; lancer une fois beffroi run
store-gone = { $path } a disparu ou est vide, mais { $marker } dit que la base existait : la remettre en place (sudo beffroi db restore) ou, pour tout recommencer en oubliant ce qui a été envoyé, supprimer ce repère
store-other_store = { $path } n'est pas la base dont { $marker } se souvient : remettre la bonne, ou supprimer ce repère pour accepter celle-ci
store-bad_marker = { $path } n'est pas lisible comme repère ; le supprimer si la base à côté est la bonne
store-damaged = { $path } est endommagée ({ $what }) ; beffroi db check en dit plus, beffroi db restore remet une copie en place
store-damaged_copy = la copie { $path } est endommagée ({ $what }), rien n'a été changé ; en prendre une plus ancienne : beffroi db check { $path } la nomme
store-written-over = { $path } a été modifiée par un autre programme pendant son utilisation : rien ne part ; une copie y a-t-elle été posée ? beffroi db check dit si elle est entière, beffroi db restore remet une copie
store-replaced = { $path } a été remplacée pendant son utilisation : rien ne part ; arrêter beffroi avant de remettre une base, et laisser beffroi db restore le faire
store-not_a_file = { $path } n'est pas un fichier ordinaire
store-no_store = { $path } n'est ni une base de beffroi, ni la copie d'une base : { $what ->
        [empty] le fichier est vide
        [not_sqlite] ce n'est pas un fichier SQLite, ou son début est perdu
        [outbox] c'est une boîte d'envoi ; beffroi status dit comment vont les boîtes d'envoi
       *[foreign] c'est le fichier SQLite d'un autre logiciel
    }
store-other_copy = { $path } est la copie d'une autre base que { $store } ; si elle doit quand même la remplacer, ajouter --replace-store
store-itself = { $path } est la base elle-même ; si elle a été remise à la main : beffroi db restore --declare
store-no_folder = il n'y a pas de dossier { $path } : le créer (son disque est-il monté ?), ou en nommer un qui existe
store-exists = { $path } existe déjà et n'est pas écrasé
store-copy = la copie { $path } ne peut pas être écrite ({ $error })
store-move = un SMS ne passe pas de { $from } à { $to }
store-nonsense = la base contient une valeur qui n'a pas de sens ({ $what }) : a-t-elle été modifiée à la main ?
engine-full = son disque est plein, y faire de la place
engine-readonly = le fichier ne peut pas être modifié par cet utilisateur, ou son disque est en lecture seule
engine-io = le disque n'a pas pu lire ou écrire ; est-il plein, ou en panne ?
engine-busy = un autre programme la tient verrouillée
engine-corrupt = le fichier est endommagé
engine-not_a_database = ce n'est pas un fichier SQLite
engine-cant_open = le fichier ne peut pas être ouvert : regarder son propriétaire, ses droits et son dossier
engine-denied = l'accès au fichier est refusé
engine-written_over = un autre programme a écrit par-dessus : beffroi db check dit si elle est entière
engine-replaced = elle a été remplacée pendant son utilisation : arrêter beffroi avant de remettre une base, et laisser beffroi db restore le faire
engine-gone = elle a été supprimée pendant son utilisation : beffroi db check en dit plus
engine-other_store = une autre base a été mise à sa place : beffroi db check en dit plus
engine-newer = elle a été faite par une version plus récente de beffroi : réinstaller cette version
engine-older = elle est d'une version plus ancienne de beffroi : lancer une fois beffroi run
engine-pages = ses pages ne se lisent pas toutes
engine-cut = le fichier s'arrête après { $there } octets sur { $whole }
fault-store_unwritable = la base ne peut pas être écrite ({ $detail })
fault-store_unreadable = la base ne peut pas être lue ({ $detail })
fault-stopped = il est en train de s'arrêter
fault-too_long = la réponse dépasse { $octets } octets
fault-stranger = personne ne sait qui demande ({ $detail })
gateway-store = la base ne peut pas être écrite ({ $error })
gateway-gone = le service s'est arrêté
gateway-mixed = le service a donné une autre réponse que celle qui était demandée

## Erreurs : parler au service

client-no_daemon = aucun service ne répond à { $path } : le lancer par beffroi run
client-not_allowed = accès refusé à { $path } : demander à être membre du groupe beffroi (et de beffroi-send, pour envoyer)
client-hung_up = le service a raccroché avant de répondre : voir beffroi message list avant de redemander
client-silent = le service tourne, mais n'a pas répondu en { $seconds } s : systemctl status beffroi et journalctl -u beffroi en disent plus, sudo systemctl restart beffroi le relance
client-shut = le service tourne, mais ne laisse plus entrer personne ; rien ne lui a été remis : systemctl status beffroi et journalctl -u beffroi en disent plus, sudo systemctl restart beffroi le relance
client-too_slow = le service tourne, mais n'a pas répondu en { $seconds } s : on ne sait pas s'il l'a fait, ni s'il le fera encore. systemctl status beffroi et journalctl -u beffroi en disent plus ; quand il répondra, voir beffroi message list avant de redemander
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
outbox-occupied = un autre programme y garde une transaction ouverte : ses lignes sont lues et envoyées, mais leur état n'y est pas écrit tant qu'il n'a pas fini
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
outbox-in_the_way = { $what ->
        [directory] un dossier
        [link] un lien symbolique
        [second_name] un fichier qui a un second nom (lien physique)
       *[other] autre chose qu'un fichier
    } tient la place de { $beside } à côté d'elle : le déplacer
outbox-left_behind = un programme a laissé à côté d'elle { $beside }, que le service ne peut pas ouvrir : sudo beffroi db init le lui donne, et un service membre du groupe de ses logiciels n'en a pas besoin
outbox-other_store = elle appartient à une autre base : elle est laissée comme elle est (voir beffroi db accept-restore)
outbox-not_made = elle ne peut pas être créée ({ $error }) : vérifier son dossier, ou lancer sudo beffroi db init
outbox-stuck = { $damage }, et ne peut pas être mise de côté ({ $error }) : la déplacer
outbox-shut = les logiciels qui la remplissent ne peuvent pas écrire { $what ->
        [folder] dans son dossier
       *[file] dans le fichier
    } : lancer sudo beffroi db init
outbox-ids_used_up = un logiciel y a écrit une ligne avec le plus grand id possible ({ $id }) : plus aucune ligne ne peut être ajoutée, SQLite la dit pleine. Ne pas remplir la colonne id, et déplacer le fichier : un nouveau est créé
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
config-unknown_key = cette version n'a pas cette clé : choisir parmi { $known }
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
config-bad_signature = n'est pas une signature : écrivez de 1 à { $most } caractères sur une ligne, avec une lettre ou un chiffre
config-signature_refused = contient { $character }, que GSM-7 n'a pas : avec text = "refuse", chaque texte serait refusé pour ce signe ; écrivez-la autrement
config-bad_iccid = ce n'est pas un ICCID : écrire les 18 à 20 chiffres imprimés sur la SIM, ou imsi: et 14 ou 15 chiffres
config-unknown_zone = aucun fuseau horaire « { $found } » : écrire un nom IANA, par exemple zone = "Europe/Paris" ou "Indian/Reunion"
config-no_place = ni device ni imei : écrire device = "/dev/serial/by-id/…", device = "auto" ou imei = "…"
config-beside_store = est dans le dossier de la base, où aucun autre logiciel ne doit entrer : lui donner son propre dossier, par exemple outbox/outbox.db
config-shared_folder = est dans le dossier de la boîte d'envoi de la ligne { $first } : donner à chacune son propre dossier
config-path_taken = est déjà le chemin de la base (store) : en écrire un autre
config-folder_taken = contient { $by ->
        [the_store] la base
       *[an_outbox] une boîte d'envoi
    } : donnez aux fichiers déposés un dossier à eux, par exemple /var/lib/beffroi/drop
config-idle_emoji = ne fait rien avec text = "{ $policy }" : écrivez text = "typographic" ou "fold", ou ôtez cette clé
config-idle_national = ne fait rien avec text = "{ $policy }" : écrivez text = "typographic" ou "keep", ou ôtez cette clé
config-dear_signature = service { $service } : sa signature contient { $signs }, que GSM-7 n'a pas : chaque texte passe en UCS-2, 70 caractères par SMS au lieu de 160 ; écrivez-la autrement{ $mend ->
        [none] {""}
        [alone] , ou text = "fold" sans national
       *[other] , ou text = "{ $mend }"
    }
config-signature_by_table = service { $service } : sa signature contient { $signs }, que GSM-7 n'a pas : au-delà d'un SMS en UCS-2 (70 caractères), un texte est écrit, quand il peut l'être, avec la table { $table ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    }, 155 caractères par SMS au lieu de 160, et un téléphone qui ne la connaît pas montre d'autres lettres ; écrivez-la autrement{ $mend ->
        [none] {""}
        [alone] , ou text = "fold" sans national
       *[other] , ou text = "{ $mend }"
    }
config-longer_by_signature = dossier { $path } : son texte prend { $with } SMS, et { $without } sans la signature du service { $service }
config-refused_text = dossier { $path } : son texte serait refusé à tous (service { $service }) : { $reason }
config-not_in_spool = ne sert qu'aux listes : avec format = "spool" chaque fichier apporte son destinataire et son texte ; ôtez la clé
config-open_brace = ouvre une accolade sans la fermer : écrivez le nom d'une colonne entre accolades, ou l'accolade deux fois pour en avoir une dans le texte
config-bad_where = « { $found } » n'est pas une condition : écrivez COLONNE=VALEUR, par exemple where = ["Professeur=Mme Petit"]

config-closed = le service ne peut pas encore écrire partout là : sudo systemctl edit beffroi, y écrire ceci, puis sudo systemctl restart beffroi
config-right = { $file } est juste
config-not-here = { $file } est lisible, mais quelque chose ne va pas (voir plus bas)
config-services = services
config-lines = lignes
config-allowed = services : { $services }
config-drop = service { $service }, voie { $lane }{ $limit ->
        [0] {""}
       *[other] , confirmation au-delà de { $limit } destinataires
    }
config-any = tous
config-no_line = aucune : les messages attendent

## Commandes : leur écriture (l'anglais est celui de clap)

usage-unknown_command = cette commande n'existe pas : { $what }{ $other ->
        [none] {""}
       *[other] {" "}(peut-être { $other } ?)
    }
usage-missing_command = il manque une commande : { $what }
usage-unknown_option = cette option n'existe pas : { $what }{ $other ->
        [none] {""}
       *[other] {" "}(peut-être { $other } ?)
    }
usage-unquoted = ce qui contient des espaces se met entre guillemets : { $right }
usage-hyphen = ce qui commence par un tiret s'écrit ainsi : { $right }
usage-equals = sa valeur s'écrit avec le signe = : { $right }
usage-surplus = ce mot est de trop : { $what }
usage-twice = { $what } est écrit deux fois ; une seule fois suffit
usage-no_value_wanted = { $what } ne prend pas de valeur
usage-not_unicode = ce n'est pas de l'UTF-8 : { $what } ; régler le terminal sur UTF-8, ou enregistrer ainsi le script
usage-missing = il manque : { $what }
usage-no_value = { $what } attend une valeur
usage-bad_value = valeur impossible ici : { $what } ; choisir parmi { $other }
usage-wanted = valeur impossible ici : { $what }{ $other ->
        [none] {""}
       *[other] {"\u00A0"}; il faut { $other }
    }
usage-option = { $option } : { $why }
usage-date = ce n'est pas une date avec une heure : écrire par exemple "2026-11-23 17:00"
usage-too_long = dépasse { $limit } octets
usage-invisible = contient un caractère invisible interdit
usage-service = en nommer un : il y en a plusieurs, et aucun ne s'appelle default
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
column-lane = voie
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
office-out_of_reach = le service n'est pas lancé, et l'accès à ses fichiers est réservé : le lancer (sudo systemctl start beffroi), ou demander en tant que root (sudo) ; quand il tourne, les membres du groupe beffroi peuvent l'interroger, ceux de beffroi-send envoyer
office-slow = le service tourne, mais n'a pas encore répondu ; sa réponse est attendue, jusqu'à { $seconds } s
office-from-store = le service tourne, mais n'a pas répondu en { $seconds } s (systemctl status beffroi et journalctl -u beffroi en disent plus) ; ceci a été lu dans la base elle-même :
office-no_store = il n'y a pas de base à { $path } : est-ce bien le chemin que [store] doit nommer ? beffroi run en crée une, ou sudo beffroi db init
office-shelf = { $path } : { $why }
office-mixed = le service a répondu à une autre question : est-il d'une autre version ?

## Commandes : send et message

send-unanswered = le service { $why ->
        [hung_up] a raccroché avant de répondre
       *[silent] tourne, mais n'a pas répondu en { $seconds } s
    } : on ne sait pas s'il prend le message, ni s'il le prendra encore. systemctl status beffroi et journalctl -u beffroi en disent plus ; la même commande, redonnée{ $again ->
        [none] , n'envoie rien deux fois : sa référence y veille
       *[other] {" "}avec { $again }, n'envoie rien deux fois
    }
send-fate = message n° { $message } : { $state }{ $reason ->
        [none] {""}
       *[other] {" "}({ $reason })
    }, { $parts } SMS
send-taken = message n° { $message } accepté, { $parts } SMS ; attente de son sort, { $patience } au plus (Ctrl-C n'arrête que l'attente)
send-before = déjà demandé
send-refused = non envoyé : { $reason }
send-no-daemon = le service beffroi n'est pas lancé : rien ne part avant qu'il le soit (beffroi run)
message-none = aucun message
message-head-of_none = message n° { $message } à { $to } (sans service, voie { $lane }) : { $state }
message-head = message n° { $message } à { $to } (service { $service }, voie { $lane }) : { $state }
message-waits = attend : { $why }
messages-wait = { $count ->
        [0] des messages attendent
        [one] { $count } message attend
       *[other] { $count } messages attendent
    } : { $why }
waiting-not_running = le service ne fonctionne pas (sudo systemctl start beffroi)
waiting-restored = la base a été restaurée d'une copie, et rien ne part avant sudo beffroi db accept-restore
waiting-unwritable = la base ne peut pas être écrite ; beffroi status dit pourquoi
waiting-not_before = départ demandé pour plus tard, pas avant { $at_day ->
        [none] {""}
       *[other] le { $at_day } à{" "}
    }{ $at_time }
waiting-again = refus provisoire du réseau, nouvel essai { $at_day ->
        [none] à
       *[other] le { $at_day } à
    } { $at_time }
waiting-clock = l'horloge du serveur est douteuse, seul l'urgent part ; la mettre à l'heure (timedatectl set-ntp true)
waiting-no_line = aucune ligne n'est configurée ; indiquer un modem sous [[line]]
waiting-stranded = une partie est déjà partie par la ligne { $line }, qui n'est plus configurée ; la remettre, ou : beffroi message cancel
waiting-line_down = la ligne { $line } ne peut pas envoyer : { $why }
waiting-preparing = la ligne { $line } se prépare
waiting-rest = la ligne { $line } fait une pause après un refus, jusqu'{ $at_day ->
        [none] à
       *[other] au { $at_day } à
    } { $at_time }
waiting-silent = le modem de la ligne { $line } a reçu un message { $asked_at_day ->
        [none] à
       *[other] le { $asked_at_day } à
    } { $asked_at_time } et n'a rien répondu depuis ; il a jusqu'à result_timeout, puis il sera remis en marche, sans intervention
waiting-turn = d'autres messages passent avant lui, ou il part à l'instant
waiting-rule = par la règle de son service, il repartira une fois { $at_day ->
        [none] à
       *[other] le { $at_day } à
    } { $at_time }, sauf si un accusé de réception arrive ou si quelqu’un le règle avant
recall-pending = annulation demandée : { $gone ->
        [0] il est au modem ; s'il en revient, il sera annulé
        [one] { $gone } de ses { $of } SMS était parti ; un SMS est au modem, et s'il en revient, il ne partira pas
       *[other] { $gone } de ses { $of } SMS étaient partis ; un SMS est au modem, et s'il en revient, il ne partira pas
    }
recall-gone = annulation demandée pendant qu'il était au modem, trop tard : { $of ->
        [1] il était parti
       *[other] { $gone ->
            [one] { $gone } de ses { $of } SMS était parti
           *[other] { $gone } de ses { $of } SMS étaient partis
        }
    }
recall-unknown = annulation demandée pendant qu'il était au modem : { $of ->
        [1] personne ne sait s'il était parti
       *[other] { $gone ->
            [one] { $gone } de ses { $of } SMS était parti, ou l'était peut-être
           *[other] { $gone } de ses { $of } SMS étaient partis, ou l'étaient peut-être
        }
    } ; il n'est pas renvoyé de lui-même
message-step = { $at }  { $state } : { $reason }
message-step-part = { $at }  SMS { $part } : { $reason } [message : { $state }]
message-cancelled = message n° { $message } annulé : rien n'en est parti
message-cancelled-restored = message n° { $message } annulé : il ne part plus ; s'il était déjà parti avant la remise en place de la copie, cette base ne le sait pas
message-not-compared = message n° { $message } peut-être déjà parti avant la remise en place de la copie : démarrer d'abord beffroi, qui compare la base à { $path }, puis recommencer ; rien n'est changé
message-cancelled-partly = message n° { $message } annulé, mais { $gone ->
        [one] { $gone } SMS sur { $of } était déjà parti, ou l'était peut-être
       *[other] { $gone } SMS sur { $of } étaient déjà partis, ou l'étaient peut-être
    }
message-cancelled-before = message n° { $message } : il a déjà été annulé, le { $day } à { $time }{ $gone ->
        [0] {""}
        [one] {"\u00A0"}; { $gone } de ses { $of } SMS était déjà parti, ou l'était peut-être
       *[other] {"\u00A0"}; { $gone } de ses { $of } SMS étaient déjà partis, ou l'étaient peut-être
    }
message-recall = message n° { $message }, { $recall } (beffroi message show { $message } le dira)
message-too-late = message n° { $message } : trop tard pour l'annuler ({ $state })
message-resolved-sent = message n° { $message } : compté comme reçu ({ $state })
message-resolved-failed = message n° { $message } : compté comme non reçu, il ne part plus ({ $state })
message-resolved-resend = message n° { $message } : il part encore une fois et peut être lu deux fois ({ $state })
message-unknown-again = Par la règle de son service, { $count ->
        [one] ce message repartira une fois de lui-même, sauf si un accusé de réception arrive ou si quelqu'un le règle
       *[other] chacun de ces messages repartira une fois de lui-même, sauf si un accusé de réception arrive ou si quelqu'un le règle
    } avant : { $messages }
message-held = Retenu : la base a été restaurée, et ce qui attendait est peut-être déjà parti. Tous partent par sudo beffroi db accept-restore --send, aucun par --cancel ; un seul est annulé par beffroi message cancel NUMÉRO
message-unknown-list = Incertain : peut-être parti, peut-être pas{ $messages ->
        [none] {""}
       *[other] {" "}({ $messages })
    }. Demander à la personne, puis : beffroi message resolve NUMÉRO sent, failed ou resend
message-unknown-one = Peut-être parti, peut-être pas. Demander à la personne, puis l'une de ces commandes :
    beffroi message resolve { $message } sent      (elle l'a reçu)
    beffroi message resolve { $message } failed    (elle ne l'a pas, et il ne part plus)
    beffroi message resolve { $message } resend    (il part encore une fois, et peut être lu deux fois)
message-not-unknown = message n° { $message } : il n'est pas incertain ({ $state }), rien n'a été changé
message-resend-too-late = message n° { $message } : il devait arriver avant le { $at }, trop tard pour le renvoyer ; en écrire un autre, ou bien : beffroi message resolve { $message } failed
message-no-such = il n'y a pas de message n° { $message }

## inbox

inbox-none = aucun message reçu
inbox-head = n° { $number }, { $at }, de { $from } (ligne { $line })
inbox-unreadable = [illisible]
inbox-data = { $octets ->
        [one] [{ $octets } octet qui n'est pas du texte]
       *[other] [{ $octets } octets qui ne sont pas du texte]
    }
inbox-missing = { $count ->
        [one] [la partie { $first } sur { $of } n'est pas arrivée]
       *[other] [les parties { $first } à { $last } sur { $of } ne sont pas arrivées]
    }
inbox-incomplete = { $parts ->
        [one] { $parts } partie attend les autres de son message
       *[other] { $parts } parties attendent les autres de leur message
    } ; ce qui manquera encore le { $until } sera montré manquant
inbox-none_before = aucun message reçu avant le n° { $number }
inbox-empty = [sans texte]
inbox-name = « { $name } »
inbox-part = { $at }, de { $from } (ligne { $line }), partie d'un message plus long
inbox-incomplete_aside = { $parts ->
        [one] { $parts } partie y attendait les autres de son message
       *[other] { $parts } parties y attendaient les autres de leur message
    }
inbox-more = plus anciens : la même commande avec --before { $number }

## Commandes : attendre

wait-lost = { $messages ->
        [one] le message n° { $message } est accepté
       *[other] les messages sont acceptés
    } ; { $why ->
        [none] aucun service ne répond
       *[other] { $why }
    } : { $messages ->
        [one] il continuera
       *[other] ils continueront
    } avec lui ; pour suivre : { $follow }
wait-back = le service répond de nouveau
wait-ended = fin de l'attente : { $messages ->
        [one] le message n° { $message } continue
       *[other] les messages continuent
    } sans cette commande ; pour suivre : { $follow }
wait-over = le délai est passé, et { $messages ->
        [one] le message n° { $message } attend encore ; il continue de lui-même
       *[other] { $messages } messages attendent encore ; ils continuent d'eux-mêmes
    } ; pour suivre : { $follow }
wait-no-line = { $messages ->
        [one] le message n° { $message } attend encore, et aucune ligne ne peut l'envoyer
       *[other] { $messages } messages attendent encore, et aucune ligne ne peut les envoyer
    } : { $why } ; pour suivre : { $follow }
wait-line = { $line } : { $why }
wait-silent = son modem ne répond plus
wait-restored = la base a été restaurée (beffroi db accept-restore)
wait-unconfigured = aucune [[line]] n'est configurée

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
fates-no-report = envoyé, sans accusé de réception
fates-already = déjà demandé aujourd'hui
fates-other-options = déjà demandé aujourd'hui par le message n° { $message }, avec d'autres --lane, --expires ou --service
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
import-one-input = l'entrée standard donne la liste ou le texte, pas les deux : nommer un fichier pour la liste
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
db-unknown-drop-group = { $path } : le groupe « { $group } » n'existe pas sur cette machine ; le créer (sudo groupadd { $group }) ou en nommer un autre sous [[drop]]
db-no-drop-group = { $path } : aucun groupe n'est nommé sous [[drop]], seul le service peut y écrire ; nommer celui des personnes qui y déposent, puis relancer db init
db-no-group = { $path } : aucun groupe n'est nommé sous [[outbox]], seul le service peut y écrire ; nommer celui des logiciels qui la remplissent, puis relancer db init
db-no-user = l'utilisateur { $user } n'existe pas sur cette machine : les fichiers appartiennent à root, et beffroi run doit être lancé par root
db-put-back = { $path } : propriétaire, groupe et droits sont remis comme le paquet les crée
db-given = { $path } appartenait à un autre utilisateur ; il appartient maintenant à { $user }
db-closed-door = { $outbox } : son groupe ne peut pas traverser { $folder } ; sudo chmod o+x { $folder }
db-outsider = { $path } : { $user } n'est pas dans le groupe { $group }, et ne peut pas ouvrir ce qu'un de ses logiciels laisse en s'arrêtant par accident ; sudo usermod --append --groups { $group } { $user }, puis redémarrer le service
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
        [one] {"\u00A0"}; { $held } message reste retenu
       *[other] {"\u00A0"}; { $held } messages restent retenus
    }
db-nothing-to-accept = rien à accepter : la base n'a pas été restaurée, et les boîtes d'envoi lisibles sont bien les siennes
db-still-held = rien à accepter, mais { $held ->
        [one] { $held } message est encore retenu : --send l'envoie, --cancel l'annule
       *[other] { $held } messages sont encore retenus : --send les envoie, --cancel les annule
    }
db-not-compared = { $path } : pas encore comparée à la base restaurée, des messages retenus y figurent peut-être comme partis ; recommencer quand elle sera lisible ; rien n'est changé
db-outbox-unread = boîte d'envoi illisible, laissée comme elle est : { $problem }

## Commandes : db check, backup, restore

care-sound = { $path } est saine : { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, toutes les pages lues{ $depth ->
        [full] , tous les index comparés
       *[quick] {""}
    }, toutes les règles du registre respectées
care-backup-of = c'est une copie, faite le { $at }
care-restored = elle a été restaurée (constaté le { $at }) et attend beffroi db accept-restore
care-unsound = { $count ->
        [one] { $path } n'est pas saine : { $count } constat
       *[other] { $path } n'est pas saine : { $count } constats
    }
care-damaged = endommagée ({ $examples }) ; rien ne devrait partir sur sa foi
care-not_sqlite = ce n'est pas un fichier SQLite : autre chose a été mis à sa place, ou son début est perdu ; rien ne devrait partir sur sa foi
care-put-back = arrêter beffroi, puis : beffroi db restore { $backup } (la copie la plus récente ici)
care-copy-older = cette copie ne peut pas être remise en place ; la plus récente des autres, pas plus tardive qu'elle : { $older } (la vérifier : beffroi db check { $older })
care-copy-none = cette copie ne peut pas être remise en place, et il n'y en a pas de plus ancienne dans { $folder } : en chercher une ailleurs
care-no-backup = aucune copie dans { $folder } ; arrêter beffroi, puis en remettre une : beffroi db restore FICHIER
care-dangling = { $count } enregistrements désignent ce qui n'existe pas ({ $examples }) : remettre une copie s'il y en a une (beffroi db restore), et le signaler
care-state = { $count ->
        [one] le message { $examples } est dans un état qui ne découle pas de ses SMS
       *[other] { $count } messages sont dans un état qui ne découle pas de leurs SMS ({ $examples })
    } : comparer avec beffroi message show ; la base a-t-elle été modifiée à la main ?
care-parts = { $count ->
        [one] le message { $examples } n'a pas les SMS qu'il annonce
       *[other] { $count } messages n'ont pas les SMS qu'ils annoncent ({ $examples })
    } : annuler ce qui attend (beffroi message cancel) et le renvoyer
care-held = { $count ->
        [one] le message { $examples } est retenu d'un côté et libre de l'autre
       *[other] { $count } messages sont retenus d'un côté et libres de l'autre ({ $examples })
    } : annuler ce qui ne doit pas partir (beffroi message cancel)
care-two_open = plusieurs messages sont à la fois au modem d'une ligne ({ $examples }) : remettre une copie (beffroi db restore)
care-not_entered = { $count ->
        [one] le message { $examples } serait au modem, et le registre n'en a pas trace
       *[other] { $count } messages seraient au modem, et le registre n'en a pas trace ({ $examples })
    } : rien ne partira de soi-même ; téléphoner, et le signaler
care-not_at_modem = { $count ->
        [one] l'inscription { $examples } du registre est ouverte, et son message n'est pas au modem
       *[other] { $count } inscriptions du registre sont ouvertes, et leurs messages ne sont pas au modem ({ $examples })
    } : lancer beffroi run, qui la ferme comme inconnue, puis vérifier de nouveau
care-half_closed = { $count ->
        [one] l'inscription { $examples } du registre n'est fermée qu'à moitié
       *[other] { $count } inscriptions du registre ne sont fermées qu'à moitié ({ $examples })
    } : l'histoire du message a un trou (beffroi message show) ; le signaler
care-event = { $count ->
        [one] l'historique parle du message { $examples }, qui n'existe pas
       *[other] l'historique parle de { $count } messages qui n'existent pas ({ $examples })
    } : des enregistrements ont-ils été supprimés à la main ? remettre une copie (beffroi db restore)
care-report = { $count ->
        [one] l'accusé de réception { $examples } désigne une inscription qui n'existe pas
       *[other] { $count } accusés de réception désignent des inscriptions qui n'existent pas ({ $examples })
    } : des enregistrements ont-ils été supprimés à la main ? remettre une copie (beffroi db restore)
care-row = { $count ->
        [one] une liste désigne le message { $examples }, qui n'existe pas
       *[other] des listes désignent { $count } messages qui n'existent pas ({ $examples })
    } : des enregistrements ont-ils été supprimés à la main ? remettre une copie (beffroi db restore)
care-home = { $count ->
        [one] l'expéditeur retenu pour un destinataire vient de l'inscription { $examples } du registre, par laquelle cette carte SIM ne lui a rien envoyé
       *[other] les expéditeurs retenus pour { $count } destinataires viennent d'inscriptions du registre par lesquelles ces cartes SIM ne leur ont rien envoyé ({ $examples })
    } : aucun message n'est perdu, mais une famille peut voir un autre expéditeur ; le signaler
care-waits_for = { $count ->
        [one] le message { $examples } attend une carte SIM qui n'est ni l'expéditeur de son destinataire ni celle d'un autre de ses SMS
       *[other] { $count } messages attendent des cartes SIM qui ne sont ni les expéditeurs de leurs destinataires ni celles d'autres de leurs SMS ({ $examples })
    } : ce qui n'est pas urgent part quand cette carte peut envoyer, ou quand sa ligne n'est plus dans la configuration ; le signaler
care-inbox = { $count ->
        [one] les parties du message reçu { $examples } n'y sont plus
       *[other] les parties de { $count } messages reçus n'y sont plus ({ $examples })
    } : des lignes ont-elles été supprimées à la main ? Rien de ce qui part n'en dépend
care-numbers = des numéros seraient donnés deux fois ({ $examples }) : arrêter beffroi et remettre une copie (beffroi db restore)
care-marker_unreadable = le repère à côté d'elle est illisible : le supprimer si la base est la bonne
care-marker_of_another = le repère à côté d'elle est celui d'une autre base : remettre la bonne (beffroi db restore), ou supprimer ce repère pour accepter celle-ci
care-marker_ahead = le repère à côté d'elle se souvient de l'inscription { $examples } du registre, que la base n'a pas : elle est plus ancienne que ce qui en est parti. Le prochain démarrage retient tout ce qui attend ; ensuite : beffroi db accept-restore
backup-made = { $path } : { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $size }, vérifiée
backup-removed = supprimée : { $path }
backup-unsound = la copie est faite, mais la base n'est pas saine : beffroi db check
backup-keep-file = --keep va avec un dossier, et { $path } désigne un fichier
restore-done = { $path } a pris la place de la base{ $made ->
        [unknown] {""}
       *[other] , telle qu'elle était le { $made }
    }
restore-aside = ce qui était là : { $path }
restore-unreadable = ce qui était là est illisible : personne ne sait ce qu'il contenait de plus que la copie
restore-another = ce qui était là est une autre base, de { $count ->
        [one] { $count } message
       *[other] { $count } messages
    } ({ $states })
restore-no-more = ce qui était là n'en savait pas plus que la copie
restore-more = ce qui était là connaissait { $count ->
        [one] { $count } message que la copie ne connaît pas
       *[other] { $count } messages que la copie ne connaît pas
    }, jusqu'au n° { $last } : { $states } ; pour les voir : sudo beffroi message list --store { $path } --limit { $limit }
restore-further = { $count ->
        [one] { $count } message de la copie y était allé plus loin
       *[other] { $count } messages de la copie y étaient allés plus loin
    } : { $states }
restore-gone = { $count ->
        [one] { $count } message attend dans la copie alors qu'il est parti
       *[other] { $count } messages attendent dans la copie alors qu'ils sont partis
    }, ou peut-être : une fois beffroi démarré et les boîtes d'envoi comparées, annuler ce qui ne doit pas partir deux fois (beffroi message cancel), avant accept-restore --send : { $messages }
restore-came-in = { $count ->
        [one] { $count } SMS était arrivé depuis
       *[other] { $count } SMS étaient arrivés depuis
    } ; pour lire ce que les gens ont écrit : sudo beffroi inbox list --store { $path }
restore-ledger = son registre en était à l'inscription { $there }, celui de la copie à { $copy }
db-in-its-place = rien n'est créé : { $marker } dit qu'une base était là, la remettre en place (sudo beffroi db restore)
db-in-the-way = rien n'est créé : déplacer ce qui occupe la place de la base, ou indiquer un autre chemin (path) sous [store]
restore-declared = la base est marquée comme restaurée
restore-already = la base est déjà marquée comme restaurée ; rien n'est changé
restore-held = { $held ->
        [0] aucun message n'attendait
        [one] { $held } message qui attendait est retenu : il est peut-être parti depuis
       *[other] { $held } messages qui attendaient sont retenus : certains sont peut-être partis depuis
    }
restore-at-modem = { $count ->
        [one] { $count } message était au modem : qu'il soit parti ou non reste inconnu jusqu'à un accusé de réception
       *[other] { $count } messages étaient au modem : qu'ils soient partis ou non reste inconnu jusqu'à un accusé de réception
    }
restore-next = démarrer beffroi, regarder ce qui est retenu (beffroi message list --state held), puis : beffroi db accept-restore

## Commandes : demo

demo-text-concert = Conservatoire, concert des élèves samedi 18h, salle Bizet. Entrée libre.
demo-text-absence-petit-17h = Conservatoire, Mme Petit est malade, le cours de 17h est annulé.
demo-begin = beffroi demo : un conservatoire, { $pupils } élèves, une carte SIM dans un modem virtuel
demo-modem = service et modem sont prêts ; rien ne sort de cette machine
demo-mailing = le bureau écrit { $rows } lignes dans son fichier, avis « { $notice } », voie { $lane }
demo-ill = Mme Petit est malade, et son cours commence à 17 h !
demo-lesson = le bureau écrit { $rows } lignes de plus, avis « { $notice } », voie { $lane }
demo-progress = { $notice } : { $through } envoyés sur { $of }, { $waiting } en attente
demo-knows = en { $seconds } s, les { $families } familles du cours sont prévenues
demo-waiting = en attente ({ $count }) :
demo-mark-delivered = reçu
demo-mark-sent = envoyé
demo-mark-waiting = en attente
demo-mark-call = à appeler
demo-tally = { $notice } : { $tally }
demo-overtook = l'urgent a doublé : { $waiting } du concert attendaient quand les { $families } du cours savaient
demo-cost = coût : { $sms } SMS ; ce qui est refusé ne coûte rien
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

## Le diagnostic d'un modem : ce qui est vu (check-), ce que cela veut dire (check-means-), que faire (check-do-)

check-name-usb = USB
check-name-port = port
check-name-answer = réponse
check-name-identity = identité
check-name-radio = radio
check-name-sim = carte SIM
check-name-network = réseau
check-name-signal = signal
check-name-service_centre = centre SMS
check-name-storage = mémoire
check-name-reports = accusés
check-name-sending = envoi
check-name-listening = écoute

check-verdict-ok = ok
check-verdict-warning = attention
check-verdict-fault = défaut
check-verdict-not_asked = -

check-usb_modem = { $name }, branché en { $place }
check-usb_storage = { $name }, en { $place }, ne se montre que comme un CD-ROM
check-means-usb_storage = cette clé démarre comme un CD-ROM d'installation ; tant qu'elle n'est pas basculée, elle n'a pas de port pour les SMS
check-do-usb_storage = installer le paquet usb-modeswitch, puis débrancher et rebrancher la clé
check-usb_network = { $name }, en { $place }, est un routeur sans port série (du genre HiLink)
check-means-usb_network = cette clé se présente comme une carte réseau avec une page web : aucun port où envoyer, interroger ou écouter par les commandes d'un modem
check-do-usb_network = prendre une clé ou un modem qui a un port série, ou y mettre un micrologiciel « stick » si son fabricant en propose un
check-usb_boot = { $name }, en { $place }, est en train de démarrer
check-means-usb_boot = il charge son micrologiciel et n'a pas encore ses ports
check-do-usb_boot = attendre une minute et demander à nouveau ; si cela dure, le débrancher et le rebrancher
check-usb_printer = { $device } est une imprimante ({ $name }), pas un modem
check-means-usb_printer = ce qu'on lui dirait serait imprimé : rien ne lui a été dit
check-do-usb_printer = chercher le port du modem par beffroi modem list
check-usb_no_driver = { $name } ({ $vendor }:{ $product }) est branché, mais n'a aucun port
check-means-usb_no_driver = le système ne sait pas que ce modem parle par le pilote « option »
check-do-usb_no_driver = sudo modprobe option, puis echo { $vendor } { $product } | sudo tee /sys/bus/usb-serial/drivers/option1/new_id
check-usb_other_port = { $device } est un autre port de ce modem, pas celui des commandes
check-means-usb_other_port = un modem USB a plusieurs ports ; celui-ci sert à autre chose et ne répond pas, ou pas juste
check-do-usb_other_port = écrire device = "{ $better }" dans la configuration
check-usb_modem_manager = ModemManager est en marche et interrogera aussi { $device }
check-means-usb_modem_manager = deux programmes qui lisent le même port se volent les réponses
check-do-usb_modem_manager = installer les règles udev de beffroi (77-beffroi.rules), ou arrêter ModemManager : sudo systemctl disable --now ModemManager
check-usb_nothing = aucun modem n'est branché
check-means-usb_nothing = aucun appareil USB n'est un modem connu ni n'a de port série
check-do-usb_nothing = brancher la clé, essayer une autre prise USB sans rallonge ; lsusb doit la montrer
check-port_open = { $device } s'ouvre
check-port_daemon = { $device } est au service beffroi (ligne { $line }), qui a répondu à sa place
check-port_daemon_mute = le service beffroi (ligne { $line }) a { $device } et ne dit pas ce qu'il en sait
check-means-port_daemon_mute = il n'a pas répondu, ou ne connaît pas cette ligne
check-do-port_daemon_mute = demander avec sudo ou être membre du groupe beffroi ; si la configuration a changé, redémarrer le service : sudo systemctl restart beffroi
check-port_daemon_silent = le service beffroi (ligne { $line }) a { $device } et ne répond pas
check-means-port_daemon_silent = il tourne, et peut-être que rien ne part
check-do-port_daemon_silent = systemctl status beffroi et journalctl -u beffroi en disent plus ; sudo systemctl restart beffroi le relance
check-port_daemon_tries = le service beffroi cherche son modem sur tous les ports, { $device } aussi
check-means-port_daemon_tries = deux programmes ne peuvent parler au même port
check-do-port_daemon_tries = arrêter le service le temps du diagnostic : sudo systemctl stop beffroi
check-port_missing = { $device } n'existe pas
check-means-port_missing = aucun modem n'y est branché, ou il a changé de nom
check-do-port_missing = le brancher, ou chercher son nom par beffroi modem list
check-port_held = { $device } est déjà ouvert par le programme { $name } (processus { $pid })
check-means-port_held = deux programmes qui lisent le même port se volent les réponses ; rien n'a donc été demandé
check-do-port_held = arrêter { $name }, ou lui interdire ce port, et demander à nouveau
check-port_held_unseen = { $device } est déjà ouvert par un autre programme
check-means-port_held_unseen = on ne voit pas lequel sans être administrateur
check-do-port_held_unseen = demander à nouveau avec sudo pour voir lequel, puis l'arrêter
check-port_forbidden = vous n'avez pas le droit d'ouvrir { $device }{ $group ->
        [none] {""}
       *[other] {" "}(groupe { $group })
    }
check-means-port_forbidden = les ports des modems sont réservés à un groupe
check-do-port_forbidden = demander à nouveau avec sudo ; pour le service, installer les règles udev de beffroi
check-port_no_port = { $device } n'est pas un port série
check-means-port_no_port = ce fichier n'est pas un modem
check-do-port_no_port = chercher le bon nom par beffroi modem list
check-port_failed = le port { $device } est en défaut ({ $error })
check-means-port_failed = le système n'arrive pas à lui parler
check-do-port_failed = débrancher et rebrancher le modem, essayer une autre prise
check-answers = un modem répond sur { $device }, en { $millis } ms
check-answers_later = le service beffroi est en train de parler au modem de la ligne { $line }
check-means-answers_later = ce qu'il en est n'est pas encore connu
check-do-answers_later = attendre une minute et demander à nouveau
check-silent = rien ne répond sur { $device }
check-means-silent = ce n'est pas le port des commandes, ou le modem est bloqué
check-do-silent = essayer un autre port de ce modem (beffroi modem list), sinon le débrancher et le rebrancher
check-chatters = ce qui est sur { $device } parle, mais ne répond jamais
check-means-chatters = le modem est bloqué, ou ce port ne sert qu'à des annonces
check-do-chatters = le débrancher et le rebrancher ; sinon essayer un autre port (beffroi modem list)
check-rubbish = { $device } n'envoie que des octets illisibles
check-means-rubbish = c'est un port de diagnostic du modem, un autre appareil, ou une mauvaise vitesse
check-do-rubbish = essayer un autre port de ce modem (beffroi modem list)
check-says_ok_to_all = ce qui est sur { $device } répond OK à tout et ne dit rien
check-means-says_ok_to_all = c'est le mauvais port de ce modem, ou ce n'est pas un modem
check-do-says_ok_to_all = essayer un autre port de ce modem (beffroi modem list)
check-fell_silent = le modem a cessé de répondre, à la question { $question }
check-means-fell_silent = il est bloqué, ou mal alimenté
check-do-fell_silent = le débrancher et le rebrancher ; une prise du serveur lui-même, ou un concentrateur avec sa propre alimentation
check-restarts = le modem a redémarré pendant le diagnostic
check-means-restarts = c'est le plus souvent une alimentation trop faible
check-do-restarts = une prise du serveur lui-même, ou un concentrateur avec sa propre alimentation ; puis demander à nouveau
check-went_away = { $device } a disparu pendant le diagnostic
check-means-went_away = le modem a été débranché, ou manque de courant
check-do-went_away = vérifier la prise et l'alimentation, puis demander à nouveau
check-identity = { $model }, version { $revision }, IMEI { $imei ->
        [none] inconnu
       *[other] { $imei }
    }
check-nameless = le modem ne dit pas qui il est
check-means-nameless = cela n'empêche pas d'envoyer, mais ce port n'est peut-être pas le bon
check-do-nameless = essayer un autre port de ce modem si des messages ne partent pas
check-wrong_modem = ce n'est pas le modem de la configuration : IMEI { $found } au lieu de { $expected }
check-means-wrong_modem = beffroi n'enverra rien par celui-ci
check-do-wrong_modem = brancher le bon modem, ou corriger imei = dans la configuration
check-radio_on = la radio est allumée
check-radio_off = la radio du modem est éteinte (mode { $mode })
check-means-radio_off = il est en mode avion et ne cherche pas de réseau
check-do-radio_off = le débrancher et le rebrancher ; s'il a un interrupteur, l'actionner
check-sim_ready = la carte SIM { $sim ->
        [none] {""}
       *[other] { $sim }{" "}
    }est ouverte
check-sim_absent = le modem ne trouve pas de carte SIM
check-means-sim_absent = il n'y en a pas, elle est mal insérée, ou ses contacts sont sales
check-do-sim_absent = débrancher le modem, insérer la carte jusqu'au déclic, dans le bon sens, et rebrancher
check-sim_pin = la carte SIM demande son code PIN{ $tries ->
        [none] {""}
       *[other] {" "}({ $tries } essais restants)
    }
check-means-sim_pin = sans lui, la carte n'ouvre pas le réseau ; le diagnostic ne le saisit jamais
check-do-sim_pin = ôter le code PIN de la carte avec un téléphone, ou le donner au service (pin_file de la ligne)
check-sim_pin_last_try = la carte SIM demande son code PIN et il ne reste qu'un essai
check-means-sim_pin_last_try = un code faux de plus bloque la carte ; beffroi n'essaiera pas
check-do-sim_pin_last_try = mettre la carte dans un téléphone, y saisir le code juste, et de préférence l'ôter
check-port_terminal = { $device } est le terminal de quelqu'un, pas un modem
check-means-port_terminal = un ancien lien, par exemple d'un modem virtuel arrêté, mène à la session d'une personne
check-do-port_terminal = si c'était un modem virtuel, le relancer ; sinon chercher le bon nom par beffroi modem list
check-sim_pin_refused = la carte SIM n'a pas pris le code PIN de { $pin_file ->
        [none] la configuration
       *[other] { $pin_file }
    }{ $tries ->
        [none] {""}
       *[other] {" "}(essais restants : { $tries })
    }
check-means-sim_pin_refused = le code est faux, ou celui d'une autre carte SIM ; le service ne le saisira pas une seconde fois
check-do-sim_pin_refused = corriger le code, puis redémarrer le service{ $note ->
        [none] {""}
       *[other] {"\u00A0"}; s'il est juste pour cette carte SIM, supprimer d'abord { $note }
    } ; avant le dernier essai, vérifier le code dans un téléphone
check-sim_pin_unreadable = la carte SIM demande son code PIN, et le fichier du code, { $path }, est illisible : { system }
check-means-sim_pin_unreadable = sans lui, la carte n'ouvre pas le réseau ; les autres lignes continuent
check-do-sim_pin_unreadable = le rendre lisible pour l'utilisateur du service (sudo beffroi config check dit comment), puis redémarrer le service
check-sim_pin_malformed = la carte SIM demande son code PIN, et { $path } n'en contient pas
check-means-sim_pin_malformed = sans lui, la carte n'ouvre pas le réseau ; les autres lignes continuent
check-do-sim_pin_malformed = y écrire le code PIN, 4 à 8 chiffres seuls sur leur ligne, puis redémarrer le service
check-sim_puk = la carte SIM est bloquée et demande son code PUK
check-means-sim_puk = le code PIN a été faux trois fois
check-do-sim_puk = demander le code PUK à l'opérateur (espace client) et le saisir dans un téléphone
check-sim_other_lock = la carte SIM est refusée par un verrou du modem ({ $lock })
check-means-sim_other_lock = ce modem n'accepte que les cartes d'un autre opérateur
check-do-sim_other_lock = le faire déverrouiller par cet opérateur, ou en prendre un autre
check-sim_busy = la carte SIM reste occupée et ne répond pas
check-means-sim_busy = juste après le branchement c'est normal pendant dix secondes ; au-delà, la carte ou ses contacts sont en cause
check-do-sim_busy = attendre une minute et demander à nouveau ; sinon débrancher, nettoyer la carte, rebrancher
check-sim_failed = la carte SIM ne fonctionne pas ({ $error ->
        [none] sans réponse
       *[other] { $error }
    })
check-means-sim_failed = le modem la voit, mais ne peut la lire
check-do-sim_failed = l'essayer dans un téléphone ; si elle n'y va pas non plus, demander une autre carte à l'opérateur
check-wrong_sim = ce n'est pas la carte SIM de la configuration : { $found } au lieu de { $expected }
check-means-wrong_sim = beffroi n'enverra rien par celle-ci
check-do-wrong_sim = insérer la bonne carte, ou corriger iccid = dans la configuration
check-registered = inscrite dans { $operator ->
        [none] un réseau
       *[other] le réseau { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-roaming = inscrite en itinérance dans { $operator ->
        [none] un réseau
       *[other] le réseau { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-means-roaming = la carte passe par le réseau d'un autre opérateur : les messages partent, mais peuvent coûter plus cher
check-do-roaming = vérifier auprès de l'opérateur que l'itinérance est comprise
check-messages_only = inscrite pour les SMS seulement, dans { $operator ->
        [none] un réseau
       *[other] le réseau { $operator }
    }{ $generation ->
        [none] {""}
       *[other] {" "}({ $generation }G)
    }
check-means-messages_only = l'abonnement ne permet ni appels ni données ; les SMS partent, et beffroi n'a besoin de rien d'autre
check-do-messages_only = rien à faire
check-only_second_generation = inscrite en 2G seulement, dans { $operator ->
        [none] un réseau
       *[other] le réseau { $operator }
    }
check-means-only_second_generation = les messages partent, mais lentement, et les opérateurs ferment la 2G
check-do-only_second_generation = chercher un meilleur endroit ou une antenne ; à défaut, prévoir un modem et une carte 4G
check-searching = la carte SIM n'a pas encore de réseau, le modem cherche
check-means-searching = juste après le branchement cela dure une minute ; au-delà, il ne capte rien
check-do-searching = attendre deux minutes ; sinon rapprocher le modem d'une fenêtre, brancher une antenne
check-not_registered = la carte SIM n'est inscrite dans aucun réseau, et le modem n'en cherche pas
check-means-not_registered = le réseau a été choisi à la main, ou la carte n'est pas encore active
check-do-not_registered = vérifier que la carte est activée ; débrancher et rebrancher le modem
check-denied = le réseau refuse cette carte SIM
check-means-denied = la carte n'est pas activée, est résiliée ou suspendue, ou l'abonnement exclut ce modem
check-do-denied = appeler l'opérateur avec le numéro de la carte ; l'essayer dans un téléphone
check-signal = signal { $level } sur 31
check-signal_weak = signal faible : { $level } sur 31
check-means-signal_weak = des messages échoueront ou prendront longtemps
check-do-signal_weak = rapprocher le modem d'une fenêtre par une rallonge USB, ou brancher une antenne ; viser 10 au moins
check-signal_unknown = le modem ne dit pas la force du signal
check-means-signal_unknown = il vient de démarrer, ou ne capte rien
check-do-signal_unknown = attendre une minute et demander à nouveau
check-service_centre = centre SMS { $number }
check-service_centre_missing = la carte SIM n'a pas de numéro de centre SMS
check-means-service_centre_missing = le modem ne sait pas à qui remettre les messages ; aucun ne partira
check-do-service_centre_missing = mettre la carte dans un téléphone, y saisir le numéro de centre SMS que l'opérateur indique, la remettre
check-service_centre_untold = le modem ne dit pas son centre SMS
check-storage = mémoire des messages { $name } : { $used } sur { $total }
check-storage_nearly_full = la mémoire des messages { $name } est presque pleine : { $used } sur { $total }
check-means-storage_nearly_full = une fois pleine, ni réponses ni rapports n'arrivent plus
check-do-storage_nearly_full = effacer les vieux messages, par exemple avec la carte dans un téléphone
check-storage_full = la mémoire des messages { $name } est pleine : { $used } sur { $total }
check-means-storage_full = ni réponses ni rapports n'arrivent plus, et certains modems n'envoient plus
check-do-storage_full = effacer les vieux messages, par exemple avec la carte dans un téléphone
check-no_messages = ce port ne connaît pas les messages
check-means-no_messages = c'est un autre port du modem
check-do-no_messages = essayer un autre port de ce modem (beffroi modem list)
check-no_pdu_mode = ce modem ne prend pas les messages en octets (mode PDU)
check-means-no_pdu_mode = beffroi ne peut rien lui remettre
check-do-no_pdu_mode = essayer un autre port de ce modem ; sinon prendre un autre modem
check-reports_shown = les accusés de réception nous parviennent
check-reports_not = les accusés de réception ne nous parviennent pas
check-means-reports_not = les messages partent, mais personne ne saura s'ils sont arrivés
check-do-reports_not = rien à régler sur ce modem ; pour savoir qui a reçu, en prendre un autre
check-reports_untried = le réglage des accusés de réception est illisible ; rien n'a été essayé
check-means-reports_untried = il n'aurait pas pu être remis comme avant
check-do-reports_untried = rien à faire ; le service l'essaiera
check-delivered = message d'essai reçu ; remise { $result_millis } ms (invite { $prompt_millis } ms), accusé après { $report_seconds } s
check-sent_no_report = message d'essai remis au réseau en { $result_millis } ms (invite { $prompt_millis } ms), sans accusé de réception
check-means-sent_no_report = le téléphone est éteint, ou l'opérateur n'envoie pas d'accusé
check-do-sent_no_report = vérifier sur le téléphone que le message est arrivé
check-sent_undelivered = message d'essai remis au réseau, qui n'a pu le livrer (état { $status })
check-means-sent_undelivered = le numéro n'existe pas, ou son téléphone refuse
check-do-sent_undelivered = essayer un autre numéro
check-send_refused = message d'essai refusé : { $error }
check-means-send_refused = le modem ou le réseau ne l'a pas pris
check-do-send_refused = voir le reste de cette liste ; si tout y est bon, appeler l'opérateur (crédit, blocage)
check-send_unknown = message d'essai : nul ne sait s'il est parti{ $answer ->
        [none] {" "}(aucune réponse)
       *[other] {" "}({ $answer })
    }
check-means-send_unknown = le modem n'a pas dit ce qu'il en est
check-do-send_unknown = regarder sur le téléphone, et demander à nouveau sans --send
check-send_no_prompt = le modem n'a pas voulu du message d'essai{ $answer ->
        [none] {" "}(aucune réponse)
       *[other] {" "}({ $answer })
    }
check-means-send_no_prompt = rien n'est parti
check-do-send_no_prompt = débrancher et rebrancher le modem ; sinon essayer un autre de ses ports
check-taken_delivered = message d'essai n° { $message } reçu, envoyé par le service
check-taken_not_yet = message d'essai n° { $message } confié au service ; pas encore d'accusé
check-means-taken_not_yet = il attend son tour, ou l'accusé
check-do-taken_not_yet = suivre par beffroi message show { $message }
check-taken_failed = message d'essai n° { $message } non parti
check-means-taken_failed = le service dit pourquoi
check-do-taken_failed = voir par beffroi message show { $message }
check-heard = { $lines } lignes entendues
check-heard_nothing = rien entendu

## Commandes : modem

modem-ready = prêt à envoyer
modem-ready-but = prêt à envoyer ; à savoir : { $seen }
modem-not-ready = pas prêt : { $seen }
modem-remedy = à faire : { $what }
modem-not-asked = non demandé : { $checks }
modem-none = aucun modem n'est branché
modem-none-usable = aucun modem utilisable
modem-no-such-line = pas de ligne « { $name } » dans la configuration : { $known ->
        [none] elle n'en a aucune ; nommer un appareil, par exemple /dev/ttyUSB2
       *[other] elle a { $known }
    }
modem-daemon-mute = le service beffroi est en marche, mais ne dit pas ce qu'il sait : demander avec sudo, ou être membre du groupe beffroi
modem-udev-where = à placer dans { $place } (sudo), puis : sudo udevadm control --reload && sudo udevadm trigger
modem-test-text = beffroi : message d'essai
modem-send-ask = Envoyer un SMS d'essai au { $to } ? Il est payant et aucun registre de beffroi ne le connaîtra. [o/N]
modem-send-apart = un SMS d'essai part au { $to } ; aucun registre de beffroi ne le connaît
modem-send-not = rien n'est envoyé
modem-send-need-yes = personne n'est au terminal pour répondre : ajouter --yes
modem-send-denied = le service n'a pas pris le message d'essai : demander avec sudo, ou être membre du groupe beffroi-send
modem-bundle = écrit, sans numéros ni textes : { $path }
modem-role-at = port des commandes
modem-role-at_second = second port de commandes
modem-role-unsure = port série
modem-role-other = port pour autre chose
modem-port-answers = un modem répond
modem-port-daemon = au service beffroi, ligne { $line }, prête
modem-port-daemon_waits = au service beffroi, ligne { $line }, pas prête : beffroi modem diagnose dit pourquoi
modem-port-daemon_tries = non demandé : le service beffroi y cherche son modem
modem-elsewhere = ligne { $line } : { $device }, pas un port USB d'ici : { $how }
elsewhere-ready = au service beffroi, prête ({ $model })
elsewhere-preparing = au service beffroi, qui la prépare
elsewhere-down = au service beffroi, qui ne peut pas envoyer : { $why }
elsewhere-mute = le service beffroi ne dit pas où elle en est
elsewhere-unasked = le service beffroi ne fonctionne pas ; beffroi modem diagnose l'interroge
elsewhere-missing = il n'y a rien à ce chemin, et le service beffroi ne fonctionne pas
modem-port-held = ouvert par { $name } (processus { $pid })
modem-port-held_unseen = ouvert par un autre programme (sudo montre lequel)
modem-port-forbidden = accès réservé au groupe { $group } : demander avec sudo
modem-port-missing = son fichier manque dans /dev
modem-port-silent = rien ne répond
modem-port-no_modem = ce qui répond n'est pas un modem
modem-port-failed = ne s'ouvre pas
modem-port-not_asked = non demandé
modem-port-stranger = appareil inconnu, non demandé (beffroi modem diagnose avec son nom le demande)
modem-no-listening = --listen : il n'y avait aucun modem à écouter
config-printer = ligne { $line } : { $device } est une imprimante ({ $name }), pas un modem : chercher le port du modem par beffroi modem list
config-no_port = ligne { $line } : { $device } n'est pas un port série : chercher le port du modem par beffroi modem list
modem-hidden = les processus d'autrui ne se voient pas : sudo montre qui tient un port

pin-unreadable = { $path } est illisible ({ $error }) : ce fichier doit contenir le code PIN de la carte SIM et appartenir au service
pin-closed = ligne { $line } : l'utilisateur du service, { $user }, ne peut pas lire { $path } ({ $whose }) : sudo chown { $user } { $path } && sudo chmod 400 { $path } ; ou ôter pin_file et mettre le code dans /etc/beffroi/pin, que root seul lit (LoadCredential= de l'unité)
pin-closed-folder = ligne { $line } : l'utilisateur du service, { $user }, ne peut pas traverser { $folder } pour atteindre { $path } : sudo chmod o+x { $folder } ; ou ôter pin_file et mettre le code dans /etc/beffroi/pin, que root seul lit (LoadCredential= de l'unité)
pin-bad = { $path } ne contient pas de code PIN : 4 à 8 chiffres, seuls sur leur ligne

status-fine = tout va bien
status-newer-store = la base a été faite par une version plus récente de beffroi : réinstaller cette version, puis démarrer le service
status-not-answering = beffroi tourne et ne répond pas, peut-être que rien ne part : systemctl status beffroi et journalctl -u beffroi en disent plus, sudo systemctl restart beffroi le relance
status-not-running = beffroi est arrêté, rien ne part : sudo systemctl start beffroi
status-not-writable = la base ne peut pas être écrite, rien ne part : { $why }
status-restored = la base a été restaurée d'une copie ({ $at }), rien ne part : sudo beffroi db accept-restore
status-clock_behind = l'horloge du serveur est en retard sur ce qui est déjà parti, et rien ne la synchronise : seul l'urgent part et rien n'expire ; la mettre à l'heure (timedatectl set-ntp true)
status-clock_ahead = l'horloge du serveur a fait un bond en avant, et rien ne la synchronise : seul l'urgent part et rien n'expire ; la mettre à l'heure (timedatectl set-ntp true)
status-account_refused = ligne { $line } : le réseau a refusé plusieurs messages de suite, ou répondu par un code qui ne dit rien : le forfait de la SIM est-il épuisé, bloqué ou sans crédit ?
status-lost-store = la base { $path } est abîmée ou a disparu : sudo beffroi db check en dit plus, sudo beffroi db restore remet une copie en place ; ne démarrer le service qu'ensuite
status-no-line = aucune ligne n'est configurée, rien ne part : indiquer un modem sous [[line]]
status-line-starting = ligne { $line } : le modem se prépare
status-line-listening = ligne { $line } : à l'écoute de la réponse à un message précédent
status-line-down = la ligne { $line } ne peut pas envoyer : { $why }
status-waits-home = { $count ->
        [one] { $count } message attend
       *[other] { $count } messages attendent
    } la ligne { $line }, l'expéditeur que ses destinataires connaissent ; seul l'urgent part par une autre ligne. Remettez-la en service (beffroi modem list) ou, si elle ne reviendra pas, retirez son [[line]] de la configuration et redémarrez beffroi : d'autres lignes prendront alors sa place
status-one-sim-twice = les lignes { $first } et { $line } annoncent la même carte SIM (ICCID) : les accusés de réception s'y rattachent, et certains ne seront pas retrouvés ; donnez à chaque modem sa propre carte (modem virtuel : beffroi simulate --iccid)
status-line-silent = ligne { $line } : son modem a reçu un message à { $since } et n'a rien répondu depuis ; il a jusqu'à result_timeout, puis il sera remis en marche, sans intervention (l'urgent part par une autre ligne s'il y en a une)
status-line-doubts = ligne { $line } : son modem a laissé un message sans réponse, qui peut encore venir ; jusqu'à { $until }, ce qu'il répond ne prouve un envoi que si ce ne peut être cette réponse-là, sinon l'accusé de réception le dira (sans accusé, le message reste incertain)
status-line-hindered = ligne { $line } : { $what } ; { $remedy }
status-aside-outbox = boîte d'envoi { $path } : { $cause ->
        [damaged] le fichier était endommagé
        [foreign] le fichier n'était pas une boîte d'envoi
        [emptied] le fichier n'avait plus sa table
        [deleted] le fichier a été effacé
       *[replaced] le fichier a été remplacé
    } ; l'ancien est gardé dans { $aside }, { $rows ->
        [unknown] il n'a pas pu être lu jusqu'au bout
        [0] aucune ligne n'y était encore à prendre
        [one] 1 ligne en a été reprise
       *[other] { $rows } lignes en ont été reprises
    }. Le regarder, puis le déplacer ou l'effacer : cet avertissement cesse alors, ou après trois jours
status-mishap-outbox = boîte d'envoi { $path } : { $what ->
        [emptied] le fichier était vide (0 octet) le { $at }, et ses tables ont été créées
        [another] une autre boîte d'envoi a été écrite par-dessus, comme le fait cp (constaté le { $at })
       *[older] le fichier en dit moins que ce que beffroi y avait écrit : une copie plus ancienne a été mise à sa place, ou son disque a perdu les dernières écritures (constaté le { $at })
    }. Rien de ce qui avait été pris n'est perdu : c'est dans la base et suit son cours (beffroi message list). Les lignes pas encore lues ont disparu avec le fichier : les insérer de nouveau ; celles qui ont une référence ne partent qu'une fois. Pour mettre un autre fichier, le déplacer à sa place (mv), ne jamais copier par-dessus : l'ancien est alors gardé. Cet avertissement cesse après trois jours, ou au redémarrage de beffroi
status-waits-long = le plus ancien message de la voie « { $lane } » attend depuis { $minutes ->
        [one] { $minutes } minute
       *[other] { $minutes } minutes
    }
status-unknown = { $count ->
        [one] { $count } message des dernières 24 heures est peut-être parti, peut-être pas
       *[other] { $count } messages des dernières 24 heures sont peut-être partis, peut-être pas
    } : beffroi message list --state unknown
status-held = { $count ->
        [one] { $count } message est retenu
       *[other] { $count } messages sont retenus
    } depuis la restauration de la base : beffroi message list --state held, puis sudo beffroi db accept-restore --send ou --cancel
status-notices = { $count ->
        [one] { $count } avis attend
       *[other] { $count } avis attendent
    } une confirmation : beffroi notice list --waiting
status-to-call = { $count ->
        [one] { $count } message des dernières 24 heures n'est pas arrivé : une personne est à appeler
       *[other] { $count } messages des dernières 24 heures ne sont pas arrivés : des personnes sont à appeler
    } (beffroi message list --state failed,undelivered,expired)
status-refused = { $count ->
        [one] { $count } message des dernières 24 heures a été refusé
       *[other] { $count } messages des dernières 24 heures ont été refusés
    } : beffroi message list --state refused
status-unread-outbox = boîte d'envoi { $path } : { $why }
status-unwritten-outbox = boîte d'envoi { $path }, états non écrits : { $why }
status-shut-outbox = boîte d'envoi { $path } : { $why }
status-drop-use = le dossier de dépôt { $folder } est inutilisable : { $why } ; ce qui y est déposé attend
status-drop-read = dossier de dépôt { $folder } : un fichier ne peut pas être lu et attend : { $why }
status-drop-tell = dossier de dépôt { $folder } : aucun résultat ne peut être écrit, ce qui a été pris suit son cours : { $why }
status-drop-move = dossier de dépôt { $folder } : ce qui a été pris ne peut pas être rangé dans fait/ ou refuse/, et n'est pas envoyé deux fois : { $why }
status-drop-remove = dossier de dépôt { $folder } : ce qui a été gardé assez longtemps ne peut pas être effacé : { $why }
status-little-room = il ne reste que { $megabytes } Mo sur le disque de la base : faire de la place
status-running = beffroi { $version }, en marche depuis le { $since }
status-line-ready = ligne { $line } : prête ({ $model }, { $port })
status-queue = en attente : { $lanes }
status-at-modem = au modem : { $lanes }
status-oldest = le plus ancien depuis { $minutes } min
status-day = dernières 24 heures : { $states }
status-day-empty = dernières 24 heures : rien
status-disk = disque : { $free } Mo libres, la base en occupe { $size }

## Le dossier de dépôt

drop_cause-gone = il n'existe pas (son disque manque-t-il ?)
drop_cause-not_a_folder = un fichier ou un lien est à la place d'un dossier
drop_cause-link = un lien est à la place d'un dossier
drop_cause-denied = le service n'a pas le droit d'y écrire ; sudo beffroi db init le rétablit
drop_cause-read_only = son disque est en lecture seule
drop_cause-full = son disque est plein
drop_cause-failed = { $error }

waits-many = { $recipients } numéros recevraient ce message, alors que { $limit } au plus partent sans confirmation
waits-repeated = même contenu que { $file }, pris le { $at } : rien n'est envoyé une seconde fois
waits-also_waiting = même contenu que { $file }, déposé le { $at }, qui attend aussi une confirmation : un seul oui suffit
waits-also_confirmed = même contenu que { $file }, déposé le { $at }, qui attendait aussi et a été confirmé depuis : un oui ici aussi ne préviendrait personne une seconde fois
same-gone = la même liste a été acceptée le { $at } (avis n° { $notice }) : { $tells ->
        [everybody_again] un oui préviendrait à nouveau tout le monde
       *[other] un oui ne préviendrait personne une seconde fois
    }
same-waiting = { $file } (avis n° { $notice }) dit la même chose et attend aussi : { $tells ->
        [everybody_again] un oui aux deux préviendrait tout le monde deux fois
       *[other] un seul oui suffit, personne n'est prévenu deux fois
    }
waits-unremembered = le même contenu est dans { $file }, depuis le { $at }, et la base n'en sait rien (a-t-elle été restaurée ?) : il a sans doute déjà été envoyé, rien n'est envoyé une seconde fois

spool-no_recipient = { $file } : aucun destinataire (une ligne To:, ou un nom de fichier OUT suivi du numéro)
spool-too_many_recipients = { $file } : trop de destinataires, { $limit } au plus
spool-not_text = { $file } : ce n'est pas du texte dans l'alphabet annoncé
spool-alphabet = { $file } : l'alphabet « { $alphabet } » n'est pas lu ; ISO, UTF-8 et UCS2 le sont
spool-backup = { $file } : ce n'est pas un SMS de texte au format de gammu ; déposer un SMS par fichier, ou un fichier texte (OUT suivi du numéro, .txt)

notice-state-waiting = attend une confirmation
notice-state-open = accepté
notice-state-nobody = refusé : personne n'est prévenu
notice-state-cancelled = annulé
notice-state-expired = non confirmé à temps
notice-state-replaced = remplacé par un autre fichier du même nom

drop-no-phone-column = { $file } : aucune colonne de téléphone parmi : { $columns } ; l'administrateur peut la nommer (columns sous [[drop]])
drop-several-columns = Plusieurs colonnes de téléphone : les numéros de « { $taken } » sont pris, ceux de { $others } sont laissés ; l'administrateur peut en choisir une autre (columns sous [[drop]]).
drop-changed = Changé dans le texte : { $changed }{ $more ->
        [0] {""}
        [one] {" "}et { $more } autre signe
       *[other] {" "}et { $more } autres signes
    }.
drop-by-table = Écrit avec la table { $table ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    } : { $count ->
        [one] { $count } texte
       *[other] { $count } textes
    } ; un téléphone qui ne la connaît pas montre d'autres lettres.
drop-newer = Un fichier plus récent du même nom a été pris : ses résultats sont { $page }.
drop-older = Les résultats du fichier de même nom, pris le { $at }, sont à présent { $page }.
drop-replaces = Il remplace le fichier qui attendait sous ce nom : l'avis n° { $notice } ne partira pas.
drop-replaced = REMPLACÉ par un autre fichier du même nom : rien n'est parti de celui-ci.
drop-twin = Confirmé par { $ok } ; { $file }, qui dit la même chose, est rangé aussi.
drop-people = { $people ->
        [one] { $people } personne
       *[other] { $people } personnes
    } : { $tally }
drop-closed = { $file } : le service n'a pas le droit de le lire ; le déposer à nouveau avec le droit de lecture pour le groupe
drop-column-line = ligne
drop-column-sent = envoyé le
drop-column-delivered = reçu le
drop-state-waits = attend une confirmation
drop-told-before = déjà prévenu par un fichier précédent
drop-title = { $file }, pris le { $at }
drop-refused = REFUSÉ, rien n'est envoyé : { $problem }
drop-waits = EN ATTENTE, rien n'est parti.
drop-expired = Personne n'a confirmé avant le { $at } : rien n'est parti. Pour l'envoyer, déposer à nouveau le fichier.
drop-cancelled = Annulé par une personne.
drop-nobody-text = REFUSÉ : ce texte ne peut pas être envoyé, personne n'est prévenu.
drop-nobody-sms = REFUSÉ : ce SMS ne peut pas être envoyé, personne n'est prévenu.
drop-nobody = REFUSÉ : aucune ligne ne peut recevoir de SMS, personne n'est prévenu.
drop-size = { $messages ->
        [one] { $messages } message
       *[other] { $messages } messages
    }, { $sms } SMS{ $texts ->
        [several] , par exemple :
       *[one] {"\u00A0"}:
    }
drop-already = { $already ->
        [one] { $already } personne a déjà été prévenue par un fichier précédent : rien ne lui est renvoyé.
       *[other] { $already } personnes ont déjà été prévenues par un fichier précédent : rien ne leur est renvoyé.
    }
drop-notice = Pour tout arrêter : beffroi notice cancel { $notice }
drop-ways = Pour l'envoyer, avant le { $at }, au choix :
drop-ways-again = Pour l'envoyer tout de même, avant le { $at }, au choix :
drop-way-rename = {"  "}- renommer { $file } en { $ok }, ici même ;
drop-way-confirm = {"  "}- demander à l'administrateur la commande : beffroi notice confirm { $notice }
drop-way-none = Sans réponse, rien ne part, et le fichier va dans { $refused }/.
drop-mend = À corriger dans la liste, puis redéposer toute la liste sous le même nom : qui est déjà prévenu ne l'est pas deux fois. Un numéro fixe est à appeler.
drop-text-refused = Texte refusé. Il est réglé dans la configuration, et ne se corrige pas dans la liste :
drop-text-refused-columns = Texte refusé. Il vient de la configuration et de la liste :
drop-text-mend = À signaler à l'administrateur : la clé text sous [[drop]], dans { $file }, est à { $wrong ->
        [long] raccourcir
       *[other] changer
    }{ $columns ->
        [none] {""}
       *[other] , ou ce que la liste a sous { $columns } à { $wrong ->
            [long] raccourcir
           *[other] corriger
        }
    }{ $wrong ->
        [long] , ou, sous [service.{ $service }], max_parts à augmenter{ $signed ->
            [none] {""}
           *[other] {" "}ou la signature à raccourcir
        }
        [sign] , ou, sous [service.{ $service }], text = "refuse" à changer en une autre règle
       *[other] {""}
    }.
drop-text-then = Ce qui est changé dans la configuration vaut après : sudo systemctl restart beffroi. Ensuite, redéposer toute la liste sous le même nom : qui est déjà prévenu ne l'est pas deux fois.
drop-sms-refused = SMS refusé :
drop-sms-mend = { $wrong ->
        [long] Raccourcir le texte là où il est écrit, puis déposer un nouveau fichier ; ou, dans { $file }, sous [service.{ $service }], augmenter max_parts{ $signed ->
            [none] {""}
           *[other] {" "}ou raccourcir la signature
        }.
        [sign] Remplacer ce signe là où le texte est écrit, puis déposer un nouveau fichier ; ou, dans { $file }, sous [service.{ $service }], changer text = "refuse" en une autre règle.
        [landline] Un numéro fixe est à appeler.
       *[other] À corriger là où ce SMS est écrit, puis déposer un nouveau fichier.
    }
drop-row = { $line ->
        [none] { $whose }
       *[other] ligne { $line } ({ $whose })
    } : { $cause }
drop-table = Ligne par ligne : { $table }
drop-until = Fichier et résultats sont effacés après le { $at }.

## Commandes : notice

notice-none = aucun avis
notice-head = avis n° { $notice } « { $name } » (service { $service }, voie { $lane }) : { $state }
notice-file = fichier { $file }, du { $at }
notice-until = à confirmer avant le { $at } : beffroi notice confirm { $notice }
notice-confirmed = avis n° { $notice } confirmé : { $messages ->
        [one] { $messages } message accepté
       *[other] { $messages } messages acceptés
    }
notice-copy-waits = { $file } a le même contenu et attend encore : beffroi notice cancel { $notice } ; le confirmer aussi ne préviendrait personne une seconde fois
notice-copy-again = { $file } a le même contenu et attend encore : beffroi notice cancel { $notice } ; le confirmer aussi préviendrait tout le monde encore une fois
notice-not-waiting = avis n° { $notice } : il n'attend rien ({ $state })
notice-cancelled = avis n° { $notice } annulé : { $cancelled ->
        [one] { $cancelled } message ne partira pas
       *[other] { $cancelled } messages ne partiront pas
    }{ $gone ->
        [0] {""}
        [one] , { $gone } était déjà parti
       *[other] , { $gone } étaient déjà partis
    }
notice-too-late = avis n° { $notice } : trop tard pour l'annuler ({ $state })
notice-unsure = le service n'a pas répondu : l'avis n° { $notice } est peut-être confirmé ou annulé, peut-être pas ; beffroi notice list dit ce qu'il en est
notice-no-such = il n'y a pas d'avis n° { $notice }
column-messages = messages
column-before = déjà prévenus
column-refused = refusés
column-file = fichier

## Commandes : text

text-cost = { $parts } SMS, { $alphabet ->
        [gsm7] GSM-7 : { $used ->
            [one] { $used } septet
           *[other] { $used } septets
        }
       *[ucs2] UCS-2 : { $used ->
            [one] { $used } unité
           *[other] { $used } unités
        }
    }, reste { $left } dans le dernier
text-in-signature = dans la signature : { $told }
text-place-signature = signature, { $position }
text-changed = { $from } devient { $to } ({ $count ->
        [one] position
       *[other] positions
    } { $places })
text-removed = { $from } est retiré ({ $count ->
        [one] position
       *[other] positions
    } { $places })
text-changes = changé dans le texte : { $pairs }
text-changes-of-all = { $pairs } ({ $count ->
        [one] dans { $count } texte
       *[other] dans { $count } textes
    })
text-more = et { $count ->
        [one] { $count } autre
       *[other] { $count } autres
    }
text-culprits = { $count ->
        [one] { $count } signe n'est pas en GSM-7
       *[other] { $count } signes ne sont pas en GSM-7
    } : { $signs }
text-culprits-by-table = { $count ->
        [one] { $count } signe est écrit
       *[other] { $count } signes sont écrits
    } avec cette table : { $signs }
text-culprits-cost = { $count ->
        [one] { $count } signe coûte
       *[other] { $count } signes coûtent
    } { $now ->
        [2] un deuxième SMS
       *[other] { $more } SMS de plus
    } : { $signs } ; sans { $count ->
        [one] lui
       *[other] eux
    } : { $without } SMS au lieu de { $now }
text-cheaper = { $parts } SMS au lieu de { $now }, avec { $changes ->
        [one] { $changes } changement
       *[other] { $changes } changements
    } ({ $pairs }) :
text-cheaper-cut = en enlevant { $cut ->
        [one] { $cut } caractère
       *[other] { $cut } caractères
    } : { $parts } SMS au lieu de { $now }
text-policy = règle
text-alphabet = alphabet
text-national = par la table { $language ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    } (envoyé ainsi seulement où le service l'écrit, national : peu de téléphones la connaissent) : { $cost }
text-national-lacking = la table { $language ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    } ne sert pas à ce texte : elle n'a pas { $signs }
text-national-idle = aucune table n'est prise avec la règle { $policy } : seulement avec typographic ou keep
text-table = écrit avec la table { $table ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    } : un téléphone qui ne la connaît pas montre d'autres lettres
text-table-of-all = { $count ->
        [one] { $count } texte écrit
       *[other] { $count } textes écrits
    } avec la table { $table ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    } : un téléphone qui ne la connaît pas montre d'autres lettres
text-by-table = GSM-7, table { $table ->
        [portuguese] portugaise
        [spanish] espagnole
       *[turkish] turque
    }
text-total = { $recipients ->
        [one] { $recipients } destinataire
       *[other] { $recipients } destinataires
    } : { $total }
text-total-cheaper = au moins cher : { $total }
text-total-cut = en enlevant { $cut ->
        [one] { $cut } caractère
       *[other] { $cut } caractères
    } : { $total }
text-refused = refusé : { $reason }
text-longest = le texte le plus long, { $who } :
send-rehearsal = essai, rien n'est envoyé : { $to }, service { $service }, voie { $lane }
