"""What the maintainer reads of each claim, in French."""

from __future__ import annotations

from contractgen.model import Library
from contractgen.proof.claims import KINDS, Claim

NO_DOSSIER = "Aucun jeu de réponses complet n'est possible : les conditions du questionnaire se contredisent."
ABSTRACT = (
    "Le contre-exemple demanderait un tableau que l'abstraction ne décrit pas ligne à ligne : à examiner à la main."
)
UNCONFIRMED = "Le solveur propose un dossier que la chaîne réelle ne confirme pas : à examiner à la main."
_ALIVE = {"clause": "La clause « {} »", "block": "Le bloc {}", "question": "La question « {} »", "choice": "Le choix « {} = {} »"}  # fmt: skip


def proved(claim: Claim) -> str:
    """Of a claim that holds."""
    if claim.kind == "alive":
        return f"{_subject(claim)} sert dans un dossier au moins."
    return f"Prouvé pour toute réponse : {KINDS[claim.kind]}."


def proved_of_lawful(claim: Claim) -> str:
    """Of a claim that holds wherever no rule refuses the dossier."""
    return f"Prouvé pour tout dossier que les règles ne refusent pas : {KINDS[claim.kind]}."


def _subject(claim: Claim) -> str:
    return _ALIVE[claim.about[0]].format(*claim.about[1:])


def on_purpose(claim: Claim, rule: str) -> str:
    """Of a choice that a rule is there to refuse."""
    return f"{_subject(claim)} peut être donné ; la règle {rule} le refuse à dessein."


def dead(claim: Claim) -> str:
    """Of something that no dossier shows."""
    return f"{_subject(claim)} ne sert dans aucun dossier complet qui respecte les règles bloquantes. Retirez-le ou corrigez sa condition."  # fmt: skip


def refuted(claim: Claim, library: Library) -> str:
    """Of a claim that a dossier refutes: what is wrong there, and what to do."""
    about = claim.about
    if claim.kind == "requirement":
        text = library.requirements[about[0]].text.rstrip(".")
        return f"L'exigence {about[0]} ({text}) s'applique et aucun passage ne la porte. Rétablissez le passage, ou élargissez sa condition."  # fmt: skip
    if claim.kind == "needed-answer":
        return f"L'exigence {about[0]} demande la réponse « {about[1]} », qui n'est pas posée. Alignez la condition de la question."  # fmt: skip
    if claim.kind == "value":
        return f"La clause « {about[0]} » imprime « {about[1]} », qui n'est pas posée. Mettez le passage sous la condition de la question."  # fmt: skip
    if claim.kind == "reference":
        return f"La clause « {about[0]} » renvoie à « {about[1]} », absente du dossier. Mettez le renvoi sous la même condition."  # fmt: skip
    if claim.kind == "term":
        return f"La clause « {about[0]} » emploie « {about[1]} », qui n'est défini nulle part dans ce document. Écrivez le terme en minuscules, ou imprimez les définitions."  # fmt: skip
    if claim.kind == "variant":
        return f"{about[3]} et suivantes portent {about[1]} : aucune, ou plus d'une, de ces variantes est imprimée. Faites que leurs conditions s'excluent et couvrent tout."  # fmt: skip
    return f"La clause « {about[0]} » : {_WRONG[claim.kind]}"


_WRONG = {
    "text": "retenue, elle n'imprime aucun texte. Ajoutez le passage qui manque.",
    "core": "du socle, elle est absente alors qu'une exigence qu'elle porte s'applique. Retirez sa condition.",
    "decided": "sa condition reste indécise. Rendez obligatoire la question qu'elle lit, ou écrivez « filled(…) ».",
    "called": "annexe présente à laquelle aucun autre texte ne renvoie. Ajoutez le renvoi dans la clause qui l'oblige, ou alignez sa condition.",
    "once": "elle est deux fois dans les documents. Retirez-la d'un plan.",
}


def delivered(functions: tuple[str, ...]) -> str:
    """Of functions with a dossier that was delivered."""
    return f"Un dossier de {_listed(functions)} est livré par la chaîne réelle."


def no_dossier(functions: tuple[str, ...]) -> str:
    """Of functions with no dossier that can be delivered."""
    return f"Aucun dossier de {_listed(functions)} ne peut être livré : des règles bloquantes ou des conditions se contredisent."  # fmt: skip


def not_delivered(functions: tuple[str, ...], blocked: tuple[str, ...]) -> str:
    """Of functions whose dossiers the line refused."""
    return f"Aucun des dossiers de {_listed(functions)} essayés n'est livré : {' ; '.join(blocked)}"


def _listed(functions: tuple[str, ...]) -> str:
    return " et ".join(functions)
