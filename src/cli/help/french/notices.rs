//! Help in French of the notices from drop folders.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
