//! Help in French of what tells how everything stands, and whether it was right.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
