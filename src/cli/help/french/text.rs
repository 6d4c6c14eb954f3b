//! Help in French of what a text costs.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
