//! Help in French of the messages that went, and of those that came in.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
            plusieurs parties et se montre quand elles y sont toutes, d'ici là partie par partie sous la liste ; ce qui manque après trois jours est montré \
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
];
