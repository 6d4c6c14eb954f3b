//! Help in French of what a shell and `man` load.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
