//! The help of every command in French: a page each, in the order of the commands. Write ' and plain
//! blanks, as in `wording`.

/// What is said of one command.
pub(super) struct Page {
    /// Its names, as they are typed.
    pub(super) path: &'static str,
    pub(super) about: &'static str,
    /// Examples, and what else there is to know.
    pub(super) after: &'static str,
    /// By clap's id of the argument.
    pub(super) arguments: &'static [(&'static str, &'static str)],
}

/// What is said of an argument wherever its command's page says nothing else.
pub(super) const SHARED: &[(&str, &str)] = &[
    ("config", "Le fichier de configuration"),
    ("help", "Affiche cette aide (-h l'abrège)"),
    ("version", "Affiche la version"),
    ("json", "Affiche un objet JSON"),
    ("service", "Au nom de quel service ; default sans cette option"),
    ("lane", "Urgence : urgent, normal ou bulk ; celle du service sans cette option"),
    ("expires", "Rien ne part après : 2026-11-23T17:00:00+01:00 ou « 2026-11-23 17:00 »"),
    (
        "wait",
        "Attend que tout soit reçu ou fini autrement, aussi longtemps au plus (sans durée : 2min pour un message, \
         10min pour une liste)",
    ),
];

/// What stands for a value.
pub(super) const VALUES: &[(&str, &str)] = &[
    ("FILE", "FICHIER"),
    ("NUMBER", "NUMÉRO"),
    ("TEXT", "TEXTE"),
    ("TIME", "DATE"),
    ("DURATION", "DURÉE"),
    ("NAME", "NOM"),
    ("COLUMN", "COLONNE"),
    ("COLUMN=VALUE", "COLONNE=VALEUR"),
    ("PATH", "CHEMIN"),
    ("DIR", "DOSSIER"),
    ("STORE", "BASE"),
    ("POLICY", "RÈGLE"),
    ("FAULT", "PANNE"),
    ("NUMBER=CODE", "NUMÉRO=CODE"),
    ("LANE", "VOIE"),
    ("REFERENCE", "RÉFÉRENCE"),
    ("NOTICE", "AVIS"),
    ("STATE", "ÉTAT"),
    ("LIMIT", "NOMBRE"),
    ("DEVICE", "PÉRIPHÉRIQUE"),
    ("FILE|DIR", "FICHIER|DOSSIER"),
    ("COUNT", "NOMBRE"),
    ("OCTET", "NOMBRE"),
    ("LANGUAGE", "LANGUE"),
    ("FORM", "FORME"),
    ("KIND:COUNT", "QUOI:NOMBRE"),
    ("TO:FROM", "VERS:DE"),
    ("NUMBER/TOTAL", "NUMÉRO/TOTAL"),
    ("LINE|DEVICE", "LIGNE|PÉRIPHÉRIQUE"),
];

/// Values that are the same in both languages.
#[cfg(test)]
pub(super) const SAME: &[&str] = &[
    "SERVICE",
    "UID",
    "MESSAGE",
    "JOURNAL",
    "SHELL",
    "sent|failed|resend",
    "PDU",
    "ALPHABET",
    "sc|ms",
    "EMOJI",
    "EUROS",
    "TYPE",
    "HEX",
    "HEX:HEX",
    "0-3",
];

/// Every command.
pub(super) const PAGES: &[Page] = &[
    Page {
        path: "beffroi",
        about: "Une carte SIM dans un modem USB, et la collectivité a son propre service SMS",
        after: "\
Exemples :
  beffroi demo --once
  sudo beffroi db init
  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait

Codes de sortie : 0 fait ; 1 échec ; 2 commande ou configuration ; 3 une partie de ce qui était donné est \
refusée ; 4 aucune ligne utilisable ; 5 le délai de --wait est passé et quelque chose attend encore ; \
130 interrompu.",
        arguments: &[],
    },
    Page {
        path: "beffroi demo",
        about: "Tout le chemin avec un modem virtuel : un concert annoncé, et une enseignante malade",
        after: "\
Ni modem ni configuration : tout se passe dans un dossier temporaire, retiré à la fin. Dans un terminal, \
le modem et le service continuent de tourner à la fin, jusqu'à Entrée ou Ctrl-C, le temps d'essayer les \
commandes qui sont montrées.

Code de sortie 0 : tout s'est passé comme prévu. 1 : non. 130 : interrompu (Ctrl-C) avant la fin.

Exemple :
  beffroi demo --once",
        arguments: &[
            ("once", "Finit de lui-même, en moins de 30 secondes"),
            ("keep", "Garde le dossier avec base, boîte d'envoi et journaux, et le nomme"),
        ],
    },
    Page {
        path: "beffroi simulate",
        about: "Un modem virtuel sur un pseudo-terminal",
        after: "\
PANNES
  NATURE[:ARGUMENT][*FOIS][@PREMIER][%POURCENT], par exemple answer-lost*1@3 : le troisième message à
  partir de maintenant, une fois. Sans *FOIS, chaque message ; sans @PREMIER, dès le prochain ; sans
  %POURCENT, à coup sûr. Natures :
    refuse:CODE, sent-refuse:CODE
                           +CMS ERROR: CODE ; non envoyé, ou envoyé malgré tout
    silence                aucune réponse après Ctrl-Z ; non envoyé
    answer-lost            envoyé, mais sans réponse
    late-answer:DURÉE      envoyé ; réponse tardive d'autant, le modem est occupé jusque-là
    stray-answer:DURÉE     envoyé ; réponse tardive d'autant, le modem est libre jusque-là
    no-prompt              aucune réponse à AT+CMGS ; ESC y met fin
    reboot, sent-reboot    redémarre au lieu de répondre ; non envoyé, ou envoyé
    unplug[:DURÉE], sent-unplug[:DURÉE]
                           le port disparaît au lieu de répondre, pendant DURÉE (2s)
    report-twice           son accusé de réception vient deux fois
    report-lost            son accusé de réception ne vient jamais

CONDITIONS
  NOM=VALEUR, comme --fault sim=pin : l'état des choses, jusqu'à ce que quelqu'un le change.
    sim=ready|absent|pin|last-try|puk|busy|failed      le code PIN est 1234
    registration=home|roaming|messages-only|searching|none|denied
    signal=0…31 ou 99, technology=2g|3g|4g
    service-centre=present|missing, memory=empty|scarce|full
    reports=present|missing, radio=present|missing
    answers=proper|ok-to-all|none|rubbish
    duplicates=taken|refused       ce qui y est déjà et revient avec TP-RD : refusé par 197

FICHIER DE COMMANDE
  Chaque ligne ajoutée est exécutée aussitôt : une panne ou une condition comme ci-dessus, ou
    clear                         met fin à toutes les pannes
    reboot now, unplug[:DURÉE] now
    from NUMÉRO TEXTE             un message arrive
    from-part 7:2/3 NUMÉRO TEXTE  arrive la deuxième de trois parties, de référence 7
    phone-off NUMÉRO, phone-on NUMÉRO, refuse-number NUMÉRO=CODE

EXEMPLE
  beffroi simulate --link /tmp/modem --journal /tmp/modem.jsonl --control /tmp/modem.do
  Les programmes trouvent le modem à /tmp/modem. Dans un autre terminal, le prochain message est perdu par
  echo 'silence*1' >> /tmp/modem.do",
        arguments: &[
            ("link", "Où les programmes trouvent le modem : un lien, créé maintenant et retiré à la fin"),
            (
                "port",
                "Parle par ce port série, qui est déjà là, au lieu d'un pseudo-terminal : l'autre bout d'un gadget USB \
                 ou d'un câble croisé",
            ),
            ("personality", "Quel modem c'est ; --list les montre tous"),
            (
                "iccid",
                "Le numéro de sa carte SIM, 19 ou 20 chiffres ; deux modems au même numéro passeraient pour un seul \
                 expéditeur",
            ),
            (
                "latency",
                "De Ctrl-Z au résultat. L'invite en prend un dixième ; l'accusé vient trois fois plus longtemps \
                 après le résultat",
            ),
            ("jitter", "Étale chaque délai d'autant, de part et d'autre"),
            (
                "offer_again",
                "Ce que le modem n'a pas pris est représenté après ce délai : un accusé quand sa mémoire est pleine, \
                 ou non acquitté dans les trois quarts de ce délai",
            ),
            ("seed", "Décide de tout ce qui est tiré au sort : même graine, même déroulement"),
            (
                "journal",
                "Y ajoute un objet JSON par ligne : chaque PDU reçu, chaque accusé, chaque message entrant",
            ),
            ("fault", "Une panne (voir PANNES et CONDITIONS) ; peut être donnée plusieurs fois"),
            ("control", "Exécute ce qui est ajouté à ce fichier (voir FICHIER DE COMMANDE)"),
            (
                "refuse",
                "Le réseau refuse ce numéro avec ce code, comme +33639980123=21 ; peut être donné plusieurs fois",
            ),
            (
                "phone_off",
                "Les messages à ce numéro sont pris, mais aucun accusé ne vient ; peut être donné plusieurs fois",
            ),
            (
                "buffer_while_closed",
                "Garde ce que personne ne lit pour le prochain programme qui ouvre le port",
            ),
            ("list", "Montre les modèles et leurs pannes possibles, et finit"),
        ],
    },
    Page {
        path: "beffroi run",
        about: "Le service",
        after: "\
Exemple : beffroi --config ./beffroi.toml run

Le journal va sur l'erreur standard ; BEFFROI_LOG=debug en dit plus. SIGTERM laisse finir ce qui est au \
modem ; un second arrête aussitôt.",
        arguments: &[],
    },
    Page {
        path: "beffroi send",
        about: "Envoie un message",
        after: "\
Exemples :
  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait
  beffroi send --to '06 39 98 00 12' --text 'L’enquête est reportée…' --dry-run

Avec --wait, code de sortie 0 : le réseau l'a. 1 : échec, ou personne ne sait. 4 : rien ne peut l'envoyer. \
5 : il attend encore quand le délai est passé, et continue de lui-même. Son numéro est dit avant l'attente. \
4 aussi, avec ou sans --wait, si aucun service ne tourne et que vous ne pouvez pas vous en passer ; 1 si vous n'avez \
pas le droit d'envoyer (groupe beffroi-send).",
        arguments: &[
            ("to", "À qui, comme on l'écrit d'habitude"),
            ("text", "Quoi ; - le lit sur l'entrée standard"),
            ("reference", "Votre clé : la même une seconde fois n'envoie rien de plus"),
            ("uid", "Ce qu'un envoi resté sans réponse a nommé : le même message n'est pas pris deux fois"),
            ("notice", "Un nom que plusieurs messages ont en commun"),
            ("dry_run", "Dit ce qui partirait, ce qui y est changé et ce que cela coûte ; n'envoie rien, se passe du service"),
        ],
    },
    Page {
        path: "beffroi roster",
        about: "Les listes de personnes, comme le bureau les exporte : prévient celles de quelques lignes",
        after: "\
Exemple :
  beffroi roster import cours.csv --where 'Professeur=Mme Petit' --where Heure=17:00 \\
      --text 'Pas de cours ce soir.' --lane urgent",
        arguments: &[],
    },
    Page {
        path: "beffroi roster import",
        about: "Prévient les personnes de quelques lignes d'un fichier CSV : un SMS par numéro",
        after: "\
Exemples :
  beffroi roster import cours.csv --where 'Professeur=Mme Petit' --where Heure=17:00 \\
      --text 'Pas de cours de {Discipline} ce soir.' --lane urgent --dry-run
  beffroi roster import cours.csv --all --text 'Concert samedi à 18h.' --lane bulk

La même commande deux fois le même jour n'envoie rien deux fois, sauf avec --again. Code de sortie 3 : une \
ligne a été refusée. Avec --wait aussi 1 : un message a échoué, ou personne ne sait. 4 : un message attend, \
et rien ne peut l'envoyer. 5 : un message attend encore quand le délai est passé, et continue de lui-même.",
        arguments: &[
            (
                "file",
                "La liste, comme le logiciel du bureau l'exporte : CSV, ses titres dans les premières lignes ; - la \
                 lit sur l'entrée standard",
            ),
            (
                "conditions",
                "Seulement les lignes qui ont cette valeur ; répétée pour la même colonne, une valeur de plus, sinon \
                 une condition de plus. Majuscules et minuscules sont égales",
            ),
            ("all", "Toutes les lignes"),
            (
                "text",
                "Quoi ; {Colonne} y tient la place de ce que la ligne contient ; - le lit sur l'entrée standard",
            ),
            (
                "notice",
                "Le nom commun des messages ; tiré du nom du fichier et des valeurs sans cette option",
            ),
            ("column", "La colonne des téléphones ; trouvée par son nom sans cette option"),
            ("again", "Prévient une fois de plus ceux que la même commande a prévenus aujourd'hui"),
            ("dry_run", "Dit qui serait prévenu et ce que cela coûte ; n'envoie rien, se passe du service"),
        ],
    },
    Page {
        path: "beffroi message",
        about: "Les messages : leur liste, l'histoire d'un seul, en reprendre un, en régler un",
        after: "Exemple :\n  beffroi message list --state unknown",
        arguments: &[],
    },
    Page {
        path: "beffroi message list",
        about: "Les messages, le plus récent d'abord",
        after: "Exemples :\n  beffroi message list --notice concert-2026-12 --limit 50\n  \
            beffroi message list --state failed,undelivered,expired    # qui appeler\n  \
            sudo beffroi message list --store /var/lib/beffroi/backup/beffroi-2026-11-30T03-00-00Z.db",
        arguments: &[
            (
                "state",
                "Seulement dans cet état, ou dans ceux-ci séparés par des virgules, par son code (queued, sending, \
                 sent, delivered, unknown, failed, …) ou par le mot de la liste (en attente, incertain, …)",
            ),
            ("notice", "Seulement de cet avis"),
            ("limit", "Tant au plus"),
            ("store", "D'une autre base, mise de côté ou copiée, qui est seulement lue"),
            ("json", "Affiche du JSON, une ligne par message"),
        ],
    },
    Page {
        path: "beffroi message show",
        about: "Tout ce qui est arrivé à un message",
        after: "Exemple :\n  beffroi message show 1204",
        arguments: &[
            ("message", "Son numéro"),
            ("store", "D'une autre base, mise de côté ou copiée, qui est seulement lue"),
        ],
    },
    Page {
        path: "beffroi message resolve",
        about: "Règle le sort d'un message incertain : personne n'a pu dire s'il était parti",
        after: "Exemples :\n  beffroi message list --state unknown\n  \
            beffroi message resolve 1204 sent      (elle l'a reçu : je lui ai demandé)\n  \
            beffroi message resolve 1204 resend    (encore une fois, même si elle le lit deux fois)",
        arguments: &[
            ("message", "Son numéro"),
            (
                "resolution",
                "sent : la personne l'a ; failed : elle ne l'a pas, et il ne part plus ; resend : il part encore une \
                 fois",
            ),
        ],
    },
    Page {
        path: "beffroi message cancel",
        about: "Reprend un message, pour autant qu'il n'est pas parti",
        after: "\
Exemple :
  beffroi message cancel 1204

Ce qui est au modem est annulé s'il en revient. Code de fin 1 : rien n'a pu être repris.

--json : answer vaut cancelled ou too_late ; gone SMS sur of sont partis, ou peut-être ; before : quand il avait \
déjà été annulé ; recall, comme dans message show, si un SMS était au modem : code vaut pending (il y est encore), \
gone (trop tard), unknown (personne ne sait).",
        arguments: &[("message", "Son numéro")],
    },
    Page {
        path: "beffroi inbox",
        about: "Ce que les gens ont écrit aux cartes SIM",
        after: "Exemple :\n  beffroi inbox list --limit 10",
        arguments: &[],
    },
    Page {
        path: "beffroi inbox list",
        about: "Ce qui est arrivé, le plus récent d'abord",
        after: "Exemples :\n  beffroi inbox list --limit 10\n  beffroi inbox list --before 120\n\nUn long message arrive en \
            plusieurs parties et se montre quand elles y sont toutes ; ce qui manque après trois jours est montré \
            manquant.\n\n--json : text est null s'il manque une partie ou si ce n'est pas du texte ; pieces tient ce \
            qu'il y a ; ending vaut whole, waited (une partie n'est jamais arrivée), crowded (trop d'autres \
            attendaient), unreadable.",
        arguments: &[
            ("limit", "Tant au plus"),
            ("before", "Seulement ce qui est arrivé avant celui-ci : le dernier de la liste d'avant"),
            ("store", "D'une autre base, mise de côté ou copiée, qui est seulement lue"),
            ("json", "Affiche du JSON, une ligne par message"),
        ],
    },
    Page {
        path: "beffroi modem",
        about: "Les modems : ce qui est branché, ce qui ne va pas et que faire",
        after: "Exemples :\n  beffroi modem list\n  beffroi modem diagnose",
        arguments: &[],
    },
    Page {
        path: "beffroi modem list",
        about: "Ce qui est branché, quel port parle AT, qui le tient, et son nom stable",
        after: "\
Exemple : beffroi modem list

Code de sortie 0 : un modem répond, ou le service en a un ; 4 : rien n'est utilisable.",
        arguments: &[
            ("udev", "Affiche, comme un fichier, les règles udev de ces clés et d'aucune autre"),
            ("json", "Affiche du JSON"),
        ],
    },
    Page {
        path: "beffroi modem diagnose",
        about: "Examine un modem, dit ce qui ne va pas et que faire",
        after: "\
Exemples :
  beffroi modem diagnose
  beffroi modem diagnose /dev/ttyUSB2 --send 0639980123

Code de sortie 0 : prêt (les avertissements sont dits). 1 : il y a quelque chose à réparer. 4 : aucun modem \
ne répond.
Rien n'est changé pour de bon, et aucun code PIN n'est saisi. Un port qu'un autre programme ou le service \
tient n'est pas ouvert ; c'est le service qui est interrogé.",
        arguments: &[
            (
                "what",
                "Le nom d'une ligne ou un périphérique ; sans lui, chaque ligne de la configuration, sinon chaque modem",
            ),
            ("send", "Envoie un message à ce numéro, et attend son accusé"),
            ("yes", "L'envoie sans demander, là où aucun service ne tourne pour en tenir le compte"),
            ("listen", "Montre ensuite ce que le modem dit de lui-même"),
            ("redacted", "Écrit ce qui a été trouvé dans un fichier pour qui aide, sans numéros ni textes"),
            ("verbose", "Montre chaque question et sa réponse"),
            ("json", "Affiche du JSON"),
        ],
    },
    Page {
        path: "beffroi notice",
        about: "Les avis venus des dossiers de dépôt : une liste, l'histoire d'un avis, en laisser partir un, en reprendre un",
        after: "Exemple :\n  beffroi notice list\n  beffroi notice confirm 12",
        arguments: &[],
    },
    Page {
        path: "beffroi notice list",
        about: "Les avis venus des dossiers de dépôt, les plus récents d'abord ; celui qui attend dit jusqu'à quand",
        after: "Exemple :\n  beffroi notice list --waiting\n\nCe que roster import et send ont envoyé n'y est pas : beffroi message list --notice NOM.",
        arguments: &[
            ("waiting", "Seulement ceux qui attendent une confirmation"),
            ("limit", "Autant au plus"),
            ("json", "Affiche du JSON, une ligne par avis"),
        ],
    },
    Page {
        path: "beffroi notice show",
        about: "Un avis, et où en est chacune de ses lignes tant que son fichier est gardé",
        after: "Exemple :\n  beffroi notice show 12",
        arguments: &[("notice", "Son numéro")],
    },
    Page {
        path: "beffroi notice confirm",
        about: "Laisse partir un avis qui attend : celui qui a beaucoup de destinataires, ou le contenu d'un avis précédent",
        after: "Exemple :\n  beffroi notice confirm 12\n\nCode de sortie 1 : il n'attend pas.",
        arguments: &[("notice", "Son numéro")],
    },
    Page {
        path: "beffroi notice cancel",
        about: "Reprend un avis, pour ce qui n'est pas encore parti",
        after: "Exemple :\n  beffroi notice cancel 12",
        arguments: &[("notice", "Son numéro")],
    },
    Page {
        path: "beffroi status",
        about: "Où en est tout, le pire d'abord",
        after: "\
Exemples :
  beffroi status
  beffroi status --check    # pour Nagios, Icinga, Centreon
  beffroi status --metrics > /var/lib/prometheus/node-exporter/beffroi.prom

Code de sortie 0 : une ligne est prête ; 1 : rien ne part (service arrêté ou qui ne répond pas, base qui ne peut être écrite) ; 4 : aucune ligne utilisable ; avec \
--check, 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
        arguments: &[
            ("check", "Une ligne et un code de sortie, comme les donnent les sondes de supervision"),
            ("metrics", "OpenMetrics, sans rien de personnel"),
        ],
    },
    Page {
        path: "beffroi audit",
        about: "Prouve, par les journaux des modems et une base : rien en double, rien de perdu, rien en retard",
        after: "\
Code de sortie 0 : ils concordent. 1 : quelque chose ne va pas, et le dit. Un journal est ce que \
`beffroi simulate --journal FICHIER` écrit ; donner ceux de tous les modems que la base a employés.

EXEMPLE
  beffroi audit /var/lib/beffroi/beffroi.db /tmp/modem.jsonl
  12 SMS, 12 envoyés, aucun en double, aucun perdu, aucun en retard",
        arguments: &[
            ("store", "La base, lue seulement"),
            ("journals", "Ce que ses modems ont vu"),
            (
                "late_tolerance",
                "D'autant après son échéance, un message n'est pas encore en retard : les horloges diffèrent",
            ),
        ],
    },
    Page {
        path: "beffroi text",
        about: "Ce que coûte un texte",
        after: "Exemple :\n  beffroi text measure 'Cours de piano annulé ce soir.'",
        arguments: &[],
    },
    Page {
        path: "beffroi text measure",
        about: "Alphabet, nombre de SMS, ce qui en coûte un second, et la formule moins chère",
        after: "\
Exemples :
  beffroi text measure 'Cours de piano annulé ce soir.'
  beffroi text measure --policy fold --recipients 120 --price 0,045 - < avis.txt
  beffroi text measure --service conservatoire 'L’enquête est reportée…'

Code de sortie 3 : le texte serait refusé.",
        arguments: &[
            ("text", "Le texte ; - le lit sur l'entrée standard"),
            ("policy", "Ce que deviennent les signes que GSM-7 n'a pas : typographic, fold, keep ou refuse"),
            ("emoji", "Ce que deviennent les émojis : keep, ou name (avec typographic et fold)"),
            (
                "service",
                "D'après les règles d'un service de la configuration, et autant de SMS qu'il en permet dans sa propre voie",
            ),
            ("recipients", "Tant de personnes le recevraient"),
            ("price", "Ce que coûte un SMS, en euros : 0,045"),
            (
                "national",
                "Aussi par les lettres d'une langue que peu de téléphones connaissent, pour essai : portuguese (ç ê ô), \
                 spanish ou turkish",
            ),
        ],
    },
    Page {
        path: "beffroi pdu",
        about: "Un établi pour les TPDU : les lit champ par champ, en écrit",
        after: "Exemple :\n  beffroi pdu encode --to '06 39 98 00 12' --text 'Cours annulé.'",
        arguments: &[],
    },
    Page {
        path: "beffroi pdu decode",
        about: "Lit des TPDU : chaque champ avec ses octets, sa clause, sa valeur et son sens",
        after: "\
Exemples :
  beffroi pdu decode 07913336990800F0040B913336990821F300006221326100004007C2B75BFDAECB01
  beffroi pdu decode --json < modem.log
  beffroi pdu decode --direction sc --error 01D30062213261000040 --tpdu

Sans PDU, lit l'entrée standard : un par ligne, seul ou dans un journal ; les lignes sans PDU, et celles qui en annoncent un qui ne suit pas, sont nommées. Une \
ligne comme +CMT:, +CMGL: ou AT+CMGS= au-dessus d'un PDU dit d'où il vient et sa longueur. Sinon, sans --direction, il est pris pour ce qu'un modem garde en mémoire : DELIVER, SUBMIT ou \
STATUS-REPORT.",
        arguments: &[
            ("pdus", "Des PDU en chiffres hexadécimaux, le centre de service devant ; l'entrée standard sans aucun, ou pour -"),
            (
                "direction",
                "Qui l'a envoyé : sc (centre de service : DELIVER, SUBMIT-REPORT, STATUS-REPORT) ou ms (téléphone : \
                 SUBMIT, DELIVER-REPORT, COMMAND)",
            ),
            ("ack", "Un compte rendu qui acquitte (RP-ACK) ; avec --direction, sauf si la ligne au-dessus le dit"),
            ("error", "Un compte rendu d'erreur (RP-ERROR), avec TP-FCS ; de même"),
            ("tpdu", "Aucun centre de service devant"),
            ("lenient", "Lit aussi ce qui enfreint la norme, et dit comment"),
            ("json", "Affiche un objet JSON par PDU"),
        ],
    },
    Page {
        path: "beffroi pdu encode",
        about: "Écrit des TPDU, champ par champ ; d'un long texte ses parties",
        after: "\
Exemples :
  beffroi pdu encode --to '06 39 98 00 12' --text 'Cours annulé.' --json
  beffroi pdu encode --to 36105 --data 0605040B8423F0 --ports 2948:9200 --class 1
  beffroi pdu encode --type deliver --to Mairie --toa 0xD0 --sent-at 2026-12-24T17:00:00+01:00 --text 'Marché.'
  beffroi pdu encode --type status-report --to +33639980012 --sent-at 2026-12-24T17:00:00+01:00 \\
      --discharged-at 2026-12-24T17:00:04+01:00 --status 0x46
  beffroi pdu decode --json < modem.log | beffroi pdu encode --fields -

NOMBRE est 245 ou 0xF5.",
        arguments: &[
            ("kind", "submit, deliver, status-report, submit-report, deliver-report ou command"),
            (
                "to",
                "À qui, de qui ou au sujet de qui (TP-DA, TP-OA, TP-RA) : un numéro comme on le compose, des chiffres \
                 pris tels quels (36105), ou un nom avec --toa",
            ),
            ("toa", "Le type de ce numéro et son plan : 0x91 international, 0x81 non dit, 0xD0 un nom"),
            ("data", "Des octets au lieu d'un texte : données de 8 bits, unités UCS-2, TP-CD d'un COMMAND"),
            ("septets", "Des septets au lieu d'un texte, un par octet"),
            ("single_shift", "Table nationale d'extension : turkish, spanish, portuguese, …, ou son numéro"),
            ("locking_shift", "Table nationale principale, de même"),
            ("tpdu", "Ne met aucun centre de service devant"),
            ("class", "Classe : 0 est montré aussitôt et non gardé, 1 téléphone, 2 SIM, 3 terminal"),
            ("valid_for", "TP-VP relatif, arrondi vers le bas : 12h, 3d"),
            ("valid_until", "TP-VP absolu : 2026-12-24T17:00:00+01:00"),
            (
                "enhanced",
                "TP-VP étendu : none, un NOMBRE comme pour --validity, 90s (jusqu'à 255 s), 01:30:00, ou ses sept octets \
                 en chiffres hexadécimaux",
            ),
            ("single_try", "Avec --enhanced : le centre n'essaie qu'une fois"),
            ("more_messages", "TP-MMS : d'autres attendent le téléphone"),
            ("forwarded", "TP-LP : il a été renvoyé, et ne doit plus l'être"),
            ("of_command", "TP-SRQ : le compte rendu est celui d'un COMMAND"),
            ("sent_at", "TP-SCTS : quand le centre l'a pris : 2026-12-24T17:00:00+01:00"),
            ("discharged_at", "TP-DT : quand il est arrivé ou a été essayé en dernier"),
            ("status", "TP-ST : ce qu'il est devenu"),
            ("cause", "TP-FCS : fait d'un compte rendu celui d'une erreur (RP-ERROR)"),
            ("command_type", "TP-CT : 0 enquête, 1 sans accusé, 2 suppression, 3 accusé"),
            ("message_number", "TP-MN : TP-MR du message que vise un COMMAND"),
            ("part", "Écrit cette seule partie de tant et ne coupe rien : 2/3"),
            ("ports", "Ports du destinataire et de l'expéditeur, 16 bits : 2948:9200"),
            ("short_ports", "Les mêmes, 8 bits : 240:241"),
            (
                "waiting",
                "Combien de messages attendent ailleurs : voice:2, fax:1, mail:1, other:1, ou un NOMBRE de \
                 TS 23.040 §9.2.3.24.2",
            ),
            ("element", "Tout élément de l'en-tête, identifiant et données en chiffres hexadécimaux : 70:000102"),
            (
                "fields",
                "Des champs, un objet JSON par TPDU, nommés comme par decode --json ; - lit l'entrée standard. Les \
                 options passent avant eux",
            ),
            ("text", "Le texte ; - le lit sur l'entrée standard"),
            ("alphabet", "gsm7, ucs2, 8bit, ou auto : gsm7 s'il peut écrire le texte"),
            ("service_centre", "Le centre de service ; celui du modem sans cette option"),
            ("message_reference", "TP-MR ; un modem met le sien à la place"),
            ("protocol", "TP-PID"),
            ("coding", "TP-DCS ; doit nommer l'alphabet"),
            ("validity", "TP-VP, l'octet relatif : 143 pour 12 heures, 167 pour un jour"),
            ("report", "TP-SRR, d'un DELIVER TP-SRI : un accusé est demandé"),
            ("reject_duplicates", "TP-RD : un double est à refuser"),
            ("reply_path", "TP-RP : la réponse passe par le même centre"),
            ("part_reference", "Ce que les parties d'un long texte ont en commun"),
            ("wide", "Une référence de 16 bits ; au-delà de 255 elle l'est de toute façon"),
        ],
    },
    Page {
        path: "beffroi completions",
        about: "Ce qu'un shell charge pour compléter commandes et options",
        after: "Exemple :\n  beffroi completions bash > /etc/bash_completion.d/beffroi",
        arguments: &[("shell", "Pour quel shell")],
    },
    Page {
        path: "beffroi man",
        about: "Les pages de manuel (en anglais)",
        after: "Exemples :\n  beffroi man | man -l -\n  beffroi man /usr/local/share/man/man1",
        arguments: &[(
            "folder",
            "Écrit dans ce dossier la page de chaque commande ; sans lui, affiche la première",
        )],
    },
    Page {
        path: "beffroi db",
        about: "Les fichiers : les créer, les vérifier, les copier, remettre une copie",
        after: "Exemple :\n  sudo beffroi db init",
        arguments: &[],
    },
    Page {
        path: "beffroi db init",
        about: "Crée base, boîtes d'envoi et dossiers avec propriétaires, groupes et droits ; ne change aucun contenu",
        after: "\
Exemple :
  sudo beffroi db init

Lancée par root, la commande donne les fichiers à l'utilisateur beffroi, s'il existe, et chaque boîte \
d'envoi au groupe que nomme la clé group de [[outbox]]. Ce qui est là reste ; ce qu'une copie de \
/var/lib/beffroi a perdu de propriétaires, de groupes et de droits est remis. Elle peut tourner à côté du \
service, et plusieurs fois.",
        arguments: &[],
    },
    Page {
        path: "beffroi db check",
        about: "Lit toute la base et dit si elle est saine ; ne change rien",
        after: "\
Exemples :
  beffroi db check
  beffroi db check --full                # tous les index aussi ; plusieurs fois plus long
  beffroi db check /mnt/usb/beffroi-2026-11-30T03-00-00Z.db

Elle peut tourner à côté du service. Code de sortie 0 : saine. 1 : quelque chose ne va pas, et chaque \
constat dit quoi faire.",
        arguments: &[
            ("file", "Une copie, à la place de la base de la configuration"),
            ("full", "Compare aussi chaque index à sa table"),
        ],
    },
    Page {
        path: "beffroi db backup",
        about: "Copie la base pendant que le service envoie, vérifie la copie, n'écrase rien",
        after: "\
Exemples :
  beffroi db backup                      # dans le dossier backup à côté de la base
  beffroi db backup --keep 14            # et pas plus de quatorze là
  beffroi db backup /mnt/usb/beffroi.db

La copie contient numéros et textes : elle n'est lisible que par son propriétaire, et doit le rester.",
        arguments: &[
            ("target", "Le fichier à créer, ou le dossier où il sera nommé d'après l'heure ; backup à côté de la base sans cela"),
            ("keep", "Supprime du dossier les copies les plus anciennes au-delà de ce nombre"),
        ],
    },
    Page {
        path: "beffroi db restore",
        about: "Met une copie à la place de la base : rien ne part tant que personne ne l'accepte",
        after: "\
Exemples :
  sudo systemctl stop beffroi
  sudo beffroi db restore /var/lib/beffroi/backup/beffroi-2026-11-30T03-00-00Z.db
  sudo beffroi db restore --declare      # tout le dossier, ou la machine, a été remis autrement

Ce qui était là est mis de côté près de la base et jamais supprimé ; ce qu'il savait de plus que la copie est dit, et \
beffroi message list --store le montre. Tout ce qui attendait dans la copie est \
retenu : c'est peut-être parti depuis. beffroi db accept-restore laisse reprendre lignes et travail nouveau.",
        arguments: &[
            ("file", "La copie"),
            ("declare", "La base a déjà été remise autrement : elle est marquée comme restaurée"),
            ("replace_store", "Même si la copie est celle d'une autre base"),
        ],
    },
    Page {
        path: "beffroi db accept-restore",
        about: "Dit qu'une base restaurée peut reprendre, et ce que deviennent les messages qu'elle retient",
        after: "\
Exemples :
  beffroi db accept-restore              # lignes et travail nouveau reprennent ; le reste est retenu
  beffroi db accept-restore --send       # ce qui est retenu part : certains sont peut-être déjà partis
  beffroi db accept-restore --cancel",
        arguments: &[
            ("send", "Ce qui est retenu part"),
            ("cancel", "Ce qui est retenu est annulé"),
            ("yes", "Ne demande rien"),
        ],
    },
    Page {
        path: "beffroi config",
        about: "Vérifie une configuration, ou en affiche une pour commencer",
        after: "Exemple : beffroi config check /etc/beffroi/beffroi.toml",
        arguments: &[],
    },
    Page {
        path: "beffroi config check",
        about: "Dit ce qui ne va pas dans une configuration, ligne par ligne, ou à quoi elle revient",
        after: "Exemple : sudo beffroi config check ./beffroi.toml\n\n\
            Regarde aussi la machine : groupes, lecture des codes PIN par l'utilisateur du service, ports qui n'en \
            sont pas, dossiers que l'unité systemd n'ouvre pas encore.",
        arguments: &[("file", "Le fichier ; sans lui, celui de --config")],
    },
    Page {
        path: "beffroi config default",
        about: "Affiche une configuration commentée pour commencer",
        after: "Exemple : beffroi config default > beffroi.toml",
        arguments: &[],
    },
];
