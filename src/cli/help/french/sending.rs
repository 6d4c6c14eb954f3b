//! Help in French of what sends: one message, or one to each person of a list.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
