"""The exceptions, for broken promises only; problems of content are `Finding` values.

ContractgenError          one clear line for the user; the command line exits with 2
├── InputError            an answers file, a clause, a library, a questionnaire that cannot be used
│   ├── AnswersError      one or several problems of an answers file
│   └── ContentError      one or several problems of the questionnaire or of the clause library
├── ReturnedFileError     a .docx from outside that is refused before it is read
├── ConversionError       LibreOffice is not there, or does not convert; nothing was written
└── DeliveryError         the pack cannot be written: nothing was, the old pack is intact
"""

from __future__ import annotations

import errno


class ContractgenError(Exception):
    """Base of all: `lines` holds one French line a problem, each with its place."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class InputError(ContractgenError):
    """What was given cannot be used; nothing was written."""


class AnswersError(InputError):
    """The answers file has problems of form: each line names file, line and column."""


class ContentError(InputError):
    """The questionnaire or the library has problems: each line names file and line."""


class ReturnedFileError(ContractgenError):
    """The .docx is not a file that can safely be read."""


class ConversionError(ContractgenError):
    """The PDF could not be made."""


class DeliveryError(ContractgenError):
    """The pack could not be written to its folder."""


_REASONS = {
    errno.ENOSPC: "disque plein",
    errno.EDQUOT: "quota de disque atteint",
    errno.EACCES: "accès refusé",
    errno.EPERM: "accès refusé",
    errno.EROFS: "disque en lecture seule",
    errno.ENOENT: "introuvable",
    errno.ENOTDIR: "un fichier tient la place d'un dossier",
    errno.EISDIR: "un dossier tient la place d'un fichier",
    errno.EEXIST: "un fichier du même nom s'y trouve déjà",
    errno.ENOTEMPTY: "un autre dossier du même nom vient d'y apparaître",
    errno.EBUSY: "dossier occupé ou point de montage ; choisissez un sous-dossier",
    errno.EFBIG: "fichier trop grand",
    errno.ENAMETOOLONG: "nom trop long",
    errno.ELOOP: "lien symbolique qui tourne en rond",
    errno.EIO: "le disque ne répond pas bien",
    errno.EMFILE: "trop de fichiers ouverts",
}


def reason(error: OSError) -> str:
    """Why the system refused, in French."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
