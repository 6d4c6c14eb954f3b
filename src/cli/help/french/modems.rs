//! Help in French of the modems: what is plugged in, and what is wrong with it.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
