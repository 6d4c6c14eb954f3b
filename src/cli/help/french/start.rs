//! Help in French of what one begins with: the program, a demonstration, a virtual modem, the service.

use super::Page;

pub(super) const PAGES: &[Page] = &[
    Page {
        path: "beffroi",
        about: "Une carte SIM dans un modem USB, et la collectivité a son propre service SMS",
        after: "\
Exemples :
  beffroi demo --once
  sudo beffroi db init
  beffroi send --to '06 39 98 00 12' --text 'Cours annulé ce soir.' --lane urgent --wait

Codes de sortie : 0 fait ; 1 échec ; 2 commande ou configuration ; 3 une partie de ce qui était donné est \
refusée ; 4 aucune ligne utilisable ; 5 le délai de --wait est passé et quelque chose attend encore ; \
130 interrompu.",
        arguments: &[],
    },
    Page {
        path: "beffroi demo",
        about: "Tout le chemin avec un modem virtuel : un concert annoncé, et une enseignante malade",
        after: "\
Ni modem ni configuration : tout se passe dans un dossier temporaire, retiré à la fin. Dans un terminal, \
le modem et le service continuent de tourner à la fin, jusqu'à Entrée ou Ctrl-C, le temps d'essayer les \
commandes qui sont montrées.

Code de sortie 0 : tout s'est passé comme prévu. 1 : non. 130 : interrompu (Ctrl-C) avant la fin.

Exemple :
  beffroi demo --once",
        arguments: &[
            ("once", "Finit de lui-même, en moins de 30 secondes"),
            ("keep", "Garde le dossier avec base, boîte d'envoi et journaux, et le nomme"),
        ],
    },
    Page {
        path: "beffroi simulate",
        about: "Un modem virtuel sur un pseudo-terminal",
        after: "\
PANNES
  NATURE[:ARGUMENT][*FOIS][@PREMIER][%POURCENT], par exemple answer-lost*1@3 : le troisième message à
  partir de maintenant, une fois. Sans *FOIS, chaque message ; sans @PREMIER, dès le prochain ; sans
  %POURCENT, à coup sûr. Natures :
    refuse:CODE, sent-refuse:CODE
                           +CMS ERROR: CODE ; non envoyé, ou envoyé malgré tout
    silence                aucune réponse après Ctrl-Z ; non envoyé
    answer-lost            envoyé, mais sans réponse
    late-answer:DURÉE      envoyé ; réponse tardive d'autant, le modem est occupé jusque-là
    stray-answer:DURÉE     envoyé ; réponse tardive d'autant, le modem est libre jusque-là
    no-prompt              aucune réponse à AT+CMGS ; ESC y met fin
    reboot, sent-reboot    redémarre au lieu de répondre ; non envoyé, ou envoyé
    unplug[:DURÉE], sent-unplug[:DURÉE]
                           le port disparaît au lieu de répondre, pendant DURÉE (2s)
    report-twice           son accusé de réception vient deux fois
    report-lost            son accusé de réception ne vient jamais

CONDITIONS
  NOM=VALEUR, comme --fault sim=pin : l'état des choses, jusqu'à ce que quelqu'un le change.
    sim=ready|absent|pin|last-try|puk|busy|failed      le code PIN est 1234
    registration=home|roaming|messages-only|searching|none|denied
    signal=0…31 ou 99, technology=2g|3g|4g
    service-centre=present|missing, memory=empty|scarce|full
    reports=present|missing, radio=present|missing
    answers=proper|ok-to-all|none|rubbish
    duplicates=taken|refused       ce qui y est déjà et revient avec TP-RD : refusé par 197

FICHIER DE COMMANDE
  Chaque ligne ajoutée est exécutée aussitôt : une panne ou une condition comme ci-dessus, ou
    clear                         met fin à toutes les pannes
    reboot now, unplug[:DURÉE] now
    from NUMÉRO TEXTE             un message arrive
    from-part 7:2/3 NUMÉRO TEXTE  arrive la deuxième de trois parties, de référence 7
    phone-off NUMÉRO, phone-on NUMÉRO, refuse-number NUMÉRO=CODE

EXEMPLE
  beffroi simulate --link /tmp/modem --journal /tmp/modem.jsonl --control /tmp/modem.do
  Les programmes trouvent le modem à /tmp/modem. Dans un autre terminal, le prochain message est perdu par
  echo 'silence*1' >> /tmp/modem.do",
        arguments: &[
            ("link", "Où les programmes trouvent le modem : un lien, créé maintenant et retiré à la fin"),
            (
                "port",
                "Parle par ce port série, qui est déjà là, au lieu d'un pseudo-terminal : l'autre bout d'un gadget USB \
                 ou d'un câble croisé",
            ),
            ("personality", "Quel modem c'est ; --list les montre tous"),
            (
                "iccid",
                "Le numéro de sa carte SIM, 19 ou 20 chiffres ; deux modems au même numéro passeraient pour un seul \
                 expéditeur",
            ),
            (
                "latency",
                "De Ctrl-Z au résultat. L'invite en prend un dixième ; l'accusé vient trois fois plus longtemps \
                 après le résultat",
            ),
            ("jitter", "Étale chaque délai d'autant, de part et d'autre"),
            (
                "offer_again",
                "Ce que le modem n'a pas pris est représenté après ce délai : un accusé quand sa mémoire est pleine, \
                 ou non acquitté dans les trois quarts de ce délai",
            ),
            ("seed", "Décide de tout ce qui est tiré au sort : même graine, même déroulement"),
            (
                "journal",
                "Y ajoute un objet JSON par ligne : chaque PDU reçu, chaque accusé, chaque message entrant",
            ),
            ("fault", "Une panne (voir PANNES et CONDITIONS) ; peut être donnée plusieurs fois"),
            ("control", "Exécute ce qui est ajouté à ce fichier (voir FICHIER DE COMMANDE)"),
            (
                "refuse",
                "Le réseau refuse ce numéro avec ce code, comme +33639980123=21 ; peut être donné plusieurs fois",
            ),
            (
                "phone_off",
                "Les messages à ce numéro sont pris, mais aucun accusé ne vient ; peut être donné plusieurs fois",
            ),
            (
                "buffer_while_closed",
                "Garde ce que personne ne lit pour le prochain programme qui ouvre le port",
            ),
            ("list", "Montre les modèles et leurs pannes possibles, et finit"),
        ],
    },
    Page {
        path: "beffroi run",
        about: "Le service",
        after: "\
Exemple : beffroi --config ./beffroi.toml run

Le journal va sur l'erreur standard ; BEFFROI_LOG=debug en dit plus. SIGTERM laisse finir ce qui est au \
modem ; un second arrête aussitôt.",
        arguments: &[],
    },
];
