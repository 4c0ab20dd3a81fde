"""OCRmyPDF plug-in: repairs what OCR read on each page, before it becomes the text layer and the sidecar.

    PYTHONPATH=contrib ocrmypdf --plugin ocrmypdf_vnfix -l vie in.pdf out.pdf

The engine is the one that would be used without it; pictures and pages are none of its business. VNFIX in
the environment names the program, "vnfix" else.
"""
import os
import subprocess

from ocrmypdf import hookimpl
from ocrmypdf.exceptions import MissingDependencyError, SubprocessOutputError


def vnfix(*arguments):
    return subprocess.run([os.environ.get("VNFIX", "vnfix"), *arguments], stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, check=False)


@hookimpl
def add_options(parser):
    group = parser.add_argument_group("vnfix", "Repair of Vietnamese text")
    group.add_argument("--vnfix-option", action="append", default=[], metavar="OPTION",
                       help="An option for vnfix, as in --vnfix-option=--tone=old; may be given again.")


@hookimpl
def check_options(options):
    """Fails before the first page is read, not after."""
    try:
        run = vnfix(*options.vnfix_option, "-f", "text", os.devnull)
    except OSError as error:
        raise MissingDependencyError(f"vnfix cannot be run: {error}") from error
    if run.returncode:
        raise MissingDependencyError(run.stderr.decode(errors="replace").strip())


def repair(layer, source, text, options):
    """LAYER and TEXT say the same. vnfix refuses a PDF without words, and a page that the engine gave up has
    an empty one."""
    with open(text, "rb") as file:
        if not file.read().strip() or not os.path.getsize(layer):
            return
    for path, kind in (layer, source), (text, "text"):
        run = vnfix(*options.vnfix_option, "-q", "-j", "1", "-f", kind, "-i", os.fspath(path))
        if run.returncode:
            raise SubprocessOutputError(run.stderr.decode(errors="replace").strip())


class Engine:
    """An engine of OCRmyPDF whose words are repaired."""

    def __init__(self, engine):
        self.engine = engine

    def __getattr__(self, name):
        return getattr(self.engine, name)

    def __str__(self):
        return f"{self.engine} with vnfix"

    def generate_hocr(self, input_file, output_hocr, output_text, options):
        self.engine.generate_hocr(input_file, output_hocr, output_text, options)
        repair(output_hocr, "hocr", output_text, options)

    def generate_pdf(self, input_file, output_pdf, output_text, options):
        self.engine.generate_pdf(input_file, output_pdf, output_text, options)
        repair(output_pdf, "pdf", output_text, options)


@hookimpl(hookwrapper=True)
def get_ocr_engine():
    outcome = yield
    outcome.force_result(Engine(outcome.get_result()))
