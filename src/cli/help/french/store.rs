//! Help in French of the store: made, checked, copied, put back.

use super::Page;

pub(super) const PAGES: &[Page] = &[
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
];
