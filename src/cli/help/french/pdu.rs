//! Help in French of the workbench for TPDUs.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
