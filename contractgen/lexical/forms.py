"""The forms of sentences that say who bears a duty, deny it, weaken it or leave it for later: for folded text. Nothing is judged here."""

from __future__ import annotations

import re

# « art. 32 », « l. 441-10 » and « cf. » end no sentence.
SENTENCE = re.compile(
    r"(?<!\bart)(?:(?<!\b[a-z])|(?<=annexe [a-z]))(?<!\bmme)(?<!\bcf)(?<!\bex)(?<!\bal)(?<!\bst)(?<=[a-z0-9)\]»%€])\. (?=\S)"
)
BLANK = re.compile(  # « dans un délai de [__ jours] », « [préciser la durée] » : nothing is agreed yet
    r"_{2,}|\.{4,}|…{2,}|\[[^\]]*?(?:\.\.\.|…|\b(?:a (?:completer|preciser|definir|remplir)|precise[rz]|complete[rz]|indique[rz]|ex(?:emples?)? ?:)|\bxx+\b)[^\]]*\]|\[[ .]*\]"
)
ANNOUNCED = re.compile(r": (?=[-–•] |\(?(?:\d|[a-z])[.)] )")
ITEM = re.compile(r"; |,? (?=[-–•] [a-z(«])|,? (?=• )")
NO_DUTY = re.compile(
    r"\b(?:sans obligation|n'a pas l'obligation|n'est (?:pas )?(?:tenu|oblige)e? (?:a|de|d'|aucun)|n'a pas a)\b"
    r"|\baucune? (?:obligation|engagement|garantie|clause|stipulation|assistance|aide)\b[^.]*?\b(?:ne |n')"
)
REFUSED = re.compile(
    r"\b(?:n'assure pas|ne garantit pas|ne fournit pas|sans engagement|n'est tenue? pas|a l'exclusion d\w*"
    r"|exclut|exclue?s?|hors perimetre|renonce|non applicables?|decline|dispensee?s? de|dechargee?s? de|degagee?s? de"
    r"|a la charge exclusive|ne (?:saurait|sauraient|pourra|peut) (?:en aucun cas )?(?:etre (?:engagee|recherchee|mise en cause|tenu)|exiger|reclamer))\b"
    r"|^\W*pas de\b"
)
NEGATED = re.compile(
    r"\b(?:ne |n')(?:[^ .]+ ){1,5}?(?:d')?(?:pas|aucune?|jamais|point|ni)\b"
    r"(?!.*(?:\b(?:sans|sauf|qu'|avant|tant)\b|(?<!quel )(?<!quelle )(?<!quels )(?<!quelles )\bque\b))"
    r"|\b(?:aucune?|ni) [^.]*?\b(?:ne |n')(?!.*\b(?:sans|sauf|qu')\b)"
)
NOT_SAID = re.compile(  # what a condition supposes, a limit, and what nobody answers for: none denies
    r"\b(?:si|s'il|s'ils|dans le cas ou|au cas ou|dans l'hypothese ou|lorsque|lorsqu'\w+|des que|des qu'\w+|quand|faute de)(?:, [^,;]*,)? [^,;]*(?:[,;]|$)|\b(?:n'exced\w+|ne depass\w+) (?:pas|jamais)\b"
    r"|\baucune (?:des )?(?:deux )?parties? (?:n'est|ne sera|ne saurait) [^.;]*"
    r"|(?:\ben aucun cas,? )?\bla responsabilite [^.;]{0,80}?ne (?:pourra|peut|saurait|sera) (?:pas |en aucun cas )?(?:etre )?(?:engagee|recherchee|retenue|mise en cause)"
    r"(?=[^.;]{0,60}\bforce majeure)"  # which is what force majeure does
    r"|(?<!force majeure )\b(?:ne |n')(?:le |la |les |l')?(?:liber|decharg|exoner|dispens|delivr)\w+ (?:pas|en rien|aucunement|nullement)\b[^.;,]*"
    r"|\bn'(?:a|avait|aurait|ait) pas accepte d'(?:en )?assumer\b"  # the words of article 1195
    r"|\bne pouva\w+ (?:pas )?(?:etre )?raisonnablement [^.;,]*|\bdont les effets ne peuvent etre evites\b[^.;,]*"  # of article 1218
    r"|\bla partie (?:qui n'(?:a|est) pas|non) [^.;,]*|\bles parties (?:n'arriv|ne parv|ne trouv)\w+ pas [^.;,]*|\bdispens\w+ de (?:toute )?(?:mettre|mise) en demeure|\ba l'exclusion du smic\b[^.;]*"
    r"|\ba l'exclusion de tout pret\b[^.;,]*|\ba l'exclusion de tout(?:e|es)? autres?\b[^.;,]*|\btous? autres? [^.;,]{0,40} (?:est|sont) exclue?s?"
    r"|(?:\bn'en |\bne |\bsans (?:en )?)(?:pas )?(?:conserv|gard|detenir|retenir)\w* (?:aucune? |de |d'|pas de )?(?:copies?|doubles?|exemplaires?|traces?)\b"
    r"|\bsans (?:aucune? )?(?:copie|double|trace)s?\b"
    r"|\bsans qu'[^,;.]*|\bne (?:sera|seront|saurait|sauraient|peut|pourra) (?:pas )?(?:etre )?(?:tenu|declare)e?s? (?:pour )?responsables?"
)
UNFIRM = re.compile(  # what is said so binds nobody
    r"\b(?:s'efforc\w+|(?:fait|fera|font|feront) (?:tout )?son possible|dans (?:toute )?la (?:mesure|limite) (?:du (?:techniquement |raisonnablement )?possible|(?:techniquement |raisonnablement |ou cela est )possible|de (?:ses|leurs) (?:moyens|disponibilites|possibilites))|(?:ses|leurs) meilleurs efforts|efforts raisonnables|a titre (?:purement |simplement )?indicatif|de maniere indicative"
    r"|autant que possible|(?:si|lorsque|quand) (?:cela est |c'est )?(?:(?:juridiquement|techniquement|raisonnablement) (?:et |ou )?)*possible|best efforts?|assiste raisonnablement"
    r"|(?:selon|sous reserve de) (?:ses |leurs |la |sa )?(?:disponibilites?|faisabilite)|a vocation a|sans garantie de (?:resultat|delai)|sans valeur contractuelle|non contractuels?|non contraignants?)\b"
)
LATER = re.compile(
    r"\b(?:ulterieurement|prochainement|dans un second temps|a (?:definir|convenir|determiner|preciser|completer)|(?<!au )plus tard"
    r"|(?:fera|feront|fait|font) l'objet d'une? (?:devis|contrat separe|contrat distinct|convention separee|convention distincte|accord separe|discussion)"
    r"|sur devis|en option|optionnel\w*|envisageables?|version future|(?:est|sont) a l'etude|d'un commun accord apres|sera choisie?"
    r"|(?:sont|seront|est|sera) (?:definie?s?|identifiee?s?|precisee?s?|specifiee?s?|determinee?s?|fixee?s?) par le (?:client|responsable)"
    r"|se rapproche(?:nt|ront) (?:pour|afin d\w*)|conviendront|a negocier|sera (?:souscrite?|redigee?|etablie?|mise? en place) (?:des que|lorsque|quand)"
    r"|a l'avenir|(?:doi(?:t|vent)|devra|devront|rest(?:e|ent)) (?:encore )?(?:etre|a) (?:tranche|arrete|defini|precise|complete|convenu)\w*|enoncer(?:a|ont)|(?:dans|avec) (?:son|leurs?|sa) (?:offre|memoire technique|proposition|reponse)s?"
    r"|(?:dans|selon) des (?:conditions|modalites) (?:convenues?|definies?|fixees?|arretees?) (?:entre les|par les|d'un commun)|s(?:era|eront) (?:etudiee?s?|envisagee?s?)|en cours d(?:e|') (?:elaboration|definition|redaction))\b"
)
TOLD = re.compile(  # a definition, or what somebody once wished
    r"^\W*[«\"][^»\"]{1,60}[»\"] ?: (?:l[ea]s? |l'|une? )|^\W*(?:par )?[«\"][^»\"]{1,60}[»\"] ?[:,]? ?(?:designe|signifie|on entend|s'entend|(?:tout|toute|tous|toutes|l'ensemble|ensemble) )|\bon (?:entend|appelle) "
    r"|^\W*(?:\d+[.)] ?)?(?:[a-z'-]+ ){0,3}[a-z'-]+ ?: (?:(?:la|une|toute) personne|(?:l'|une? |tout |toute )(?:entite|organisme|operation|evenement|information))\b"
    r"|^\W*(?:[a-z'-]+ ){1,3}: (?:tout|toute|tous|toutes|l'ensemble|ensemble) (?:[a-z'-]+ )"
    r"|\bs'entend(?:ent)? (?:de |d'|comme |par )|\bavait (?:souhaite|demande)\b"
    r"|\bil est rappele\b|^\W*(?:considerant|attendu) que\b"
)
ACKNOWLEDGED = re.compile(  # what the client says that it was given lays no duty on the provider
    r"\b(?:reconnait|reconnaissent|declare|declarent|reconnaissez|certifie) (?:en )?avoir (?:bien )?(?:recu|ete informe|pris connaissance|obtenu)"
)
IF = re.compile(
    r"\b(?:sous reserve d(?:u|e l'entier|e l'integral|e complet) (?:complet )?paiement|n'est due? que si|ne sont due?s que si|s'il l'estime|s'il le juge"
    r"|si (?:le prestataire|le fournisseur) (?:l'estime|le juge)|a sa (?:seule |libre |entiere )?discretion|s'il le (?:souhaite|veut|desire)|apprecie librement|a sa convenance"
    r"|si le client (?:a souscrit|souscrit|a choisi|a opte)|sous reserve (?:d'avoir souscrit|de souscription)|(?:facturee?s?|fournie?s?) en (?:sus|supplement)|facturation (?:complementaire|supplementaire)|l'option(?! de l'administrateur)"
    r"|(?:sous reserve|apres|moyennant|sauf refus) (?:de |d')?(?:l'|son )?(?:acceptation|accord|approbation|validation)(?: [a-z]+){0,2} (?:par (?:le|l'|nous) ?|du |de l')(?:prestataire|fournisseur|titulaire|cabinet|sous-traitant|editeur|hebergeur|agence|expert-comptable)"
    r"|(?:si|lorsque|des lors que) (?:le prestataire|le fournisseur|l'editeur|l'hebergeur|le titulaire) (?:l'accepte|y consent|en est d'accord)"
    r"|(?:reserve|limite)e?s? (?:aux|a la|a l') (?:seuls? )?(?:clients|abonnes|formules?|forfaits?|offres?) [a-z]+|(?:clients|abonnes|formules?|forfaits?|offres?) [a-z]+ (?:uniquement|seulement)"
    r"|(?:selon|en fonction de) (?:la formule|l'offre|le forfait|l'abonnement|l'option) (?:souscrit|choisi|retenu)e?)\b"
)
_CLIENT = r"(?:le client|la cliente|la societe cliente|l'entreprise cliente|le donneur d'ordres?|l'abonne|l'adherent|le mandant|le beneficiaire|l'acheteur|le souscripteur|l'employeur|le pouvoir adjudicateur|l'annonceur|le commanditaire|l'entreprise utilisatrice|le preneur|la personne publique|l'administration|le maitre d'ouvrage|le responsable(?: (?:de|du) traitement)?|l'utilisateur)"
_TO_CLIENT = r"(?:au client|a la societe cliente|au donneur d'ordres?|a l'abonne|a l'adherent|au mandant|au beneficiaire|a l'acheteur|a l'employeur|a l'annonceur|au commanditaire)"
_OF_CLIENT = r"(?:du client|de la societe cliente|du donneur d'ordres?|de l'abonne|de l'adherent|du mandant|du beneficiaire|de l'acheteur|de l'employeur|de l'annonceur|du commanditaire)"
_TO_PROVIDER = r"(?:au prestataire|au fournisseur|au titulaire|au cabinet|au sous-traitant|a l'editeur|a l'hebergeur|a l'agence|a l'expert-comptable)"
_OF_PROVIDER = r"(?:du prestataire|du fournisseur|du titulaire|du cabinet|du sous-traitant|de l'editeur|de l'hebergeur|de l'agence|de l'expert-comptable)"
_PROVIDER = r"(?:le prestataire|le fournisseur|le cabinet|le sous-traitant|le titulaire|l'hebergeur|l'editeur|l'infogerant|la societe|nous|celui-ci|l'expert-comptable|l'avocat|le membre de l'ordre|le professionnel(?: de l'expertise comptable)?|le consultant|l'agence|le freelance|le mandataire|le vendeur|l'integrateur|l'intervenant)"
_ACTS = (
    r"(?:s'engage|s'oblige|doit|devra|est tenue?|sera tenue?|fait son affaire|assure|informe|avertit|signale|notifie|alerte|transmet|fournit"
    r"|remet|communique|adresse|etablit|tient|procede|realise|effectue|prend|met|veille|se charge|souscrit|justifie|designe|redige"
    r"|autorise|permet|accepte|facilite|contribue|aide|assiste|restitue|garantit|remplace|repond|execute|efface|detruit|garde|preserve|s'interdit|coopere|propose)"
)
CLAUSE = re.compile(
    rf"; (?!(?:ils?|elles?|cel(?:ui|le)-ci|cet(?:te)?|ces?) )| et (?=(?:{_PROVIDER} |il |elle )?(?:s'y |l'|le |la |les |en |lui )?{_ACTS}\b)"
)
BY_CLIENT = re.compile(
    rf"\b{_CLIENT} (?:(?:seul |se |en |y |lui-meme )?{_ACTS}|est (?:seul )?responsable d)\b|\bvous (?:vous |nous )?(?!(?:recevez|recevrez|disposez|beneficiez|pouvez|pourrez|avez|aurez|etes|serez|gardez|conservez|choisissez|obtenez)\b)[a-z]+ez\b"
    rf"|\bde (?:votre part|la part {_OF_CLIENT})\b|\b(?:(?:incombe(?:nt|ra)?|appartient|appartiendra|revient|reviendra) (?:exclusivement |seulement )?{_TO_CLIENT}|a (?:la|sa) (?:seule |entiere )?charge (?:exclusive )?{_OF_CLIENT}"
    rf"|(?:sous|de|releve de) la (?:seule |pleine |entiere )?(?:responsabilite|competence) (?:exclusive )?{_OF_CLIENT}|(?:effectue|realise|assure|etabli|pris|prise|tenu|souscrit|fait|faite|mis|mise|signale|notifie|remis|restitue|supporte|organise)e?s? par {_CLIENT}"
    rf"|{_CLIENT} (?:a|aura) (?:bien )?(?:fourni|transmis|communique|remis|declare|souscrit)"
    rf"|(?:le personnel|les? (?:salarie|prepose|agent|collaborateur|equipe|utilisateur|membre du personnel)s?) {_OF_CLIENT} (?:est|sont|sera|seront|doi|devr|s'engage|s'interdi|garde|respecte)\w*"
    rf"|{_CLIENT} (?:a|aura|est debiteur|est tenu) (?:d'un |d'une |un |une |l')(?:devoir|obligation|charge)|; {_CLIENT} (?:les?|la|l'|en|y) ?[a-z]+"
    rf"|il (?:est|sera) (?:demande|impose|recommande) {_TO_CLIENT}|{_CLIENT} (?:s'interdit|ne (?:retient|conserve|divulgue|communique|utilise|cede|transmet|reproduit|recourt|detourne))"
    rf"|(?:est|sont|sera|seront|etre) (?:immediatement |aussitot )?(?:signale|notifie|transmis|communique|adresse|remis|fourni|declare)e?s? (?:(?!{_TO_CLIENT})[^.;,]){{0,40}}?{_TO_PROVIDER}"
    rf"|{_CLIENT} (?:en )?(?:reste|demeure|est) (?:seul |seule |entierement |pleinement )?responsable(?! d[eu] traitement)|{_CLIENT} fait son affaire|client,? qui (?:en )?(?:reste|demeure|est) (?:seule? )?responsable)\b"
)
BY_PROVIDER = re.compile(
    rf"\b{_PROVIDER} (?:s'y |l'|le |la |les |en |lui )?(?:\w+ment )?(?:{_ACTS}|(?:reste|demeure|est) (?:seule? |pleinement |entierement )?(?:responsable|garante?|tenue?))\b|\bpar le prestataire\b"
    r"|\bnous (?:nous |vous |les? |la |l'|y |en )*[a-z]+ons\b"
)
PROVIDER_MAY = re.compile(
    rf"\b{_PROVIDER} (?:seule? )?(?:peut|pourra|pourrait|envisage|souhaite|se reserve|a la faculte|aura la faculte|est autorisee? a|est habilitee? a|a le droit|est en droit|est libre)\b"
)
CLIENT_MAY_NOT = re.compile(  # « …, qui ne peut s'y opposer »
    rf"(?:{_CLIENT}|celui-ci|celle-ci|, qui|, lequel) ne (?:peut|pourra|saurait|dispose) (?:pas |en aucun cas )?(?:s'y opposer|s'opposer|s'en prevaloir|pretendre|demander|obtenir|acceder|y acceder|auditer|resilier|refuser|d'aucun|(?:realiser|proceder|effectuer|conduire|exiger)[^.;]{{0,40}} sans l'accord)"
)
PROVIDER_ENDS = re.compile(  # what only the provider may end, or for the client's fault only
    rf"\b{_PROVIDER} (?:seule? )?(?:met|mettra) fin\b|\b{_PROVIDER} (?:realise|procede|effectue|conduit|diligente|mene)[^.;]{{0,40}}? (?:audit|inspection)|\b{_CLIENT} (?:est|sera|(?:peut|pourra) etre) (?:audite|inspecte|controle)\w*|\b{_PROVIDER} (?:resilie|rompt)|\b(?:resilie|resolu|rompu)e?s? (?:[^ .;,]+ ){{0,4}}?par {_PROVIDER}"
    rf"|\b(?:manquement|defaillance|inexecution|non[- ]respect|faute)s? [^.;]{{0,40}}?(?:{_OF_CLIENT}|par {_CLIENT})(?! (?:ou|et)\b)"
)
FREELY = re.compile(
    rf"\b(?:au (?:seul |libre )?choix|a (?:la (?:seule |libre )?discretion|l'appreciation|l'initiative exclusive)) {_OF_PROVIDER}|\b{_PROVIDER} (?:[^ .;]+ ){{1,3}}?librement\b|\b{_PROVIDER} est libre\b"
)
CLIENT_DOES = re.compile(  # « le client pourvoit… »; « le client est informé », « le client peut » are the provider's to bear
    rf"^(?:[^,;:]{{0,80}}, )?{_CLIENT} (?:se |s'|y |en |lui-meme |seul )*"
    r"(?!(?:de|du|des|et|ou|est|sont|peut|pourra|pourrait|a|aura|sera|serait|reste|demeure|doit pouvoir|ne)\b|n'|dispos|benefici|rec[oe]|obti|gard|conserv|chois|acce[pd]|autoris|consen|reconnai)[a-z]+"
)
WITHOUT = re.compile(  # « sans l'accord préalable du client »
    r"\bsans (?!que\b|qu'|(?:effet|reserve|restriction|exception|delai|retard|tarder|attendre|prejudice|frais|surcout|limit\w+|exceder|depasser|pouvoir (?:etre (?:inferieure?|superieure?)|exceder|depasser))\b)[^ ,.;:]+(?: (?!(?:en|dans|si|lorsque|pour|par|apres|avant|a|aux?|sous|mais)\b)[^ ,.;:]+){0,6}"
)
SAYS_NOT = re.compile(r"\b(?:ne|ni|aucune?|jamais|interdit|s'interdit|refuse)\b|\bn'")
MAY_BE = re.compile(
    r"(?<!ne )\b(?:peut|peuvent|pourra|pourront|pourrait|pourraient) (?:(?:etre|se) \w+|(?:notamment )?(?:inclure|comprendre|consister|porter sur))"
)
OPEN_TO_CLIENT = re.compile(
    rf"\b(?:{_CLIENT}|chaque partie|chacune des parties|chacun|l'une? (?:ou|et) l'autre|les parties|toute partie|une partie|la partie)\b"
    r"(?: [^ .;]+){0,4}? (?:peut(?! etre audit)|peuvent|pourra|pourront|a le droit|a la faculte|dispose|est libre)\b|\bpar (?:chaque|l'une|toute) "
)
IN_LETTERS = ("zero", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix")
YEARS = re.compile(rf"\b(\d+|{'|'.join(IN_LETTERS)})[\])]? (?:ans?|annees?)\b")
PROVIDER_CONTROLS = re.compile(  # the provider treats data for itself
    rf"\b{_PROVIDER}(?:,? [^.;,]{{1,60}})?,? (?:en (?:sa |leur )?qualite de|est(?: le| la)?(?: seule?)?|agi(?:t|ssant) (?:comme|en (?:tant que|qualite de))|reste|demeure|a la qualite de|determine seule?)"
    rf" (?:responsable d[eu]s? (?:son |ce |ces )?traitement|l[ae]s? (?:nature|finalites?|moyens))|\bpar {_PROVIDER},? (?:en qualite de |agissant (?:comme|en qualite de) )?responsable d[eu] traitement"
)
CLIENT_IS_TOLD_OF = re.compile(  # the client is the one whose data they are, so that the provider treats them for itself
    rf"\b(?:{_CLIENT}|vous|les clients) (?:dispos|benefici)[a-z]+ [^.;]{{0,80}}?\bdroits?\b[^.;]{{0,60}}?\b(?:rectification|opposition|effacement|suppression)\b"
)
OWN_ARCHIVE = re.compile(  # what the provider must keep of its own
    r"\b(?:conformement|au titre|en vertu|en raison|pour satisfaire|pour repondre) (?:a|aux?|d[eu]s?|d') ?(?:ses |leurs |nos |les |l'|une |la )?(?:propres )?obligations? (?:legales?|comptables?|fiscales?)\b[^.;]{0,120}?\b(?:conserv|archiv)"
    r"|\b(?:conserv|archiv)[^.;]{0,200}?\((?:obligations? legales?|article l)|\brelation (?:contractuelle|commerciale) et \w+ (?:ans|annees)\b"
)
OF_CLIENT = re.compile(rf"\b(?:{_OF_CLIENT}|pour (?:le|son) (?:compte|client))\b")
FOR_CLIENT = re.compile(
    r"\bsous-traitant|\bpour le compte d(?!e tiers)|\binstructions? d(?:u|e la) (?:client|responsable)"
)
SAYS_NO = frozenset(
    {"ne", "n'", "aucun", "sans", "interdi", "s'interdi", "exclu"}
)  # a protection that is a negation says so
