"""The peer's whole process: `python cold_peer.py JOB.json FOLDER` renders each template of the job into the folder.

It is run as a script, so that it imports nothing but what it needs.
"""

import json
import sys
from pathlib import Path

from docxtpl import DocxTemplate

if __name__ == "__main__":
    job, folder = map(Path, sys.argv[1:])
    folder.mkdir()
    for one in json.loads(job.read_text(encoding="utf-8")):
        template = DocxTemplate(one["template"])
        template.render(one["context"], autoescape=True)
        template.save(folder / f"{one['id']}.docx")
