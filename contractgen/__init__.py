"""contractgen: outsourcing contracts assembled from a versioned clause library, refused when a protection is missing.

The same line as the command line, in memory:

    library = contractgen.load_library()                 # or a path; release="X.Y.Z" for a released snapshot
    questionnaire = contractgen.load_questionnaire()
    answers = contractgen.read_answers("answers.yaml")   # or contractgen.Answers({...}) made in code
    pack = contractgen.build(library, questionnaire, answers)
    pack.status; pack.findings; pack.lots[0].documents[0].content
"""

from contractgen.answers import read_answers
from contractgen.library import load_library
from contractgen.model import Answers
from contractgen.pipeline import build
from contractgen.questionnaire import load_questionnaire

__version__ = "0.1.0"
__all__ = ["Answers", "build", "load_library", "load_questionnaire", "read_answers"]
