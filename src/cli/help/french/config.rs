//! Help in French of the configuration.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
