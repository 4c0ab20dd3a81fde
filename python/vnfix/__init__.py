"""vnfix: turns Vietnamese text damaged by OCR, or stripped of its marks, back into clean Vietnamese.

    >>> import vnfix
    >>> vnfix.fix("d6i méi sang tao va chuyén d6i sé qudc gia")
    'đổi mới sáng tạo và chuyển đổi số quốc gia'

A Fixer keeps settings and a model:

    fixer = vnfix.Fixer(assume="eng", min_confidence=0.9)
    result = fixer.run(page)
    for edit in result.edits:
        print(edit.line, edit.before, edit.after, edit.confidence)

A Fixer may be used by several threads at once, and can be pickled: another process opens its own.
"""
from __future__ import annotations

import ctypes
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from ctypes import byref, c_size_t, c_void_p
from typing import Any, Iterable, Iterator, NamedTuple, Optional, Sequence, Tuple, TypeVar, Union

from . import _library

__all__ = ["fix", "Fixer", "Result", "Edit", "Word", "Alternative", "Cause", "Passage", "Reading", "Summary", "Error",
           "library_version"]

Text = TypeVar("Text", str, bytes)
Setting = Union[str, float, bool, None, Sequence[str]]


class Error(Exception):
    """What the library says went wrong. `status` is its number, `offset` the byte of the document."""

    def __init__(self, text: str, status: int, offset: int = 0) -> None:
        super().__init__(text)
        self.status = status
        self.offset = offset

    def __reduce__(self) -> Any:
        return Error, (str(self), self.status, self.offset)


class Alternative(NamedTuple):
    """Another reading of the same place."""

    text: str
    confidence: float


class Cause(NamedTuple):
    """A stage that took part in a change, and a rule of it."""

    stage: str
    rule: str


class Edit(NamedTuple):
    """A change. Spans are half open and count what the text given was made of: code points of a
    str, bytes of a bytes object; begin and end are places of the text given, out_begin and out_end
    of the new one. Edits come in order and do not overlap: all outside of them is as it was."""

    begin: int
    end: int
    out_begin: int
    out_end: int
    line: int
    column: int
    before: str
    after: str
    kind: str
    confidence: float
    causes: Tuple[Cause, ...]
    alternatives: Tuple[Alternative, ...]


class Word(NamedTuple):
    """A token between blanks, spans as those of an Edit. `confidence` 1.0 means: nothing to ask;
    `flagged`: left as read because no reading was sure enough."""

    begin: int
    end: int
    out_begin: int
    out_end: int
    read: str
    text: str
    confidence: float
    flagged: bool
    alternatives: Tuple[Alternative, ...]


class Reading(NamedTuple):
    """A way to read a passage. `cost` is 0 for the likeliest; readings of one passage are as likely
    as exp(-cost), one against the other."""

    text: str
    cost: float


class Passage(NamedTuple):
    """A piece of text, about a line or a sentence long, whose reading does not depend on the rest,
    with its likeliest readings, likeliest first, for a language model of one's own to choose from. There are as many as the setting nbest asks for; its
    default is 0."""

    begin: int
    end: int
    out_begin: int
    out_end: int
    text: str
    readings: Tuple[Reading, ...]


class Summary(NamedTuple):
    """What the document was. `assumed` is the kind of text it was taken for."""

    bytes_in: int
    bytes_out: int
    lines: int
    invalid_bytes: int
    flagged: int
    input_format: str
    assumed: str


class Result(NamedTuple):
    """The new text, of the type of the text given, what became of what, and how sure each word is."""

    text: Any
    edits: Tuple[Edit, ...]
    words: Tuple[Word, ...]
    summary: Summary
    passages: Tuple[Passage, ...] = ()


_libraries: dict = {}
_lock = threading.Lock()


def _load(path: Optional[str]) -> ctypes.CDLL:
    with _lock:
        if path not in _libraries:
            _libraries[path] = _library.load(path)
        return _libraries[path]


def library_version() -> str:
    """The version of the C library, such as "1.0.0-rc1"."""
    return _load(None).vnfix_version().decode()


def _encode(text: str) -> Tuple[bytes, str]:
    """The bytes of TEXT, and how to decode them: a str may hold bytes that are no UTF-8, as file
    names do, or single halves of surrogate pairs. Both pass through the library unchanged."""
    if not isinstance(text, str):
        raise TypeError(f"a text is str or bytes, not {type(text).__name__}")
    try:
        return text.encode("utf-8", "surrogateescape"), "surrogateescape"
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass"), "surrogatepass"


class _Places:
    """Turns places of a text in bytes, asked for more or less in order, into code points, decoded
    with the error handler ERRORS; without one places stay bytes."""

    def __init__(self, text: bytes, errors: Optional[str]) -> None:
        self._text, self._errors = text, errors
        self._at = self._count = 0

    def __call__(self, byte: int) -> int:
        if self._errors is None:
            return byte
        low, high = sorted((byte, self._at))
        points = len(self._text[low:high].decode("utf-8", self._errors))
        self._count += points if byte > self._at else -points
        self._at = byte
        return self._count


def _value(value: Setting) -> Optional[bytes]:
    if value is None:
        return None
    if isinstance(value, bool):
        return b"yes" if value else b"no"
    return os.fsencode(value) if isinstance(value, os.PathLike) else str(value).encode()


class Fixer:
    """Repairs texts. MODEL is the path of a model file; without one it is $VNFIX_MODEL, that of the
    wheel, or the installed one. SETTINGS have the names of the options of the command line:

        assume          "auto", "eng", "vie", "bare", "clean": what the text is taken for
        tone            "keep", "old", "new": where tone marks stand on oa, oe, uy
        only, skip      names of stages, with commas
        min_confidence  0 to 1: what is less sure is left as it was read
        dict, rules     names of files, one or a sequence
        protect         regular expressions, one or a sequence: what is left alone
        input_format    "text", "hocr", ..., "auto": what documents are made of
        field           of a table or records: the column or member that is text
        line            True: line by line
        nbest           0 to 100: readings of each passage that run() gives
    """

    def __init__(self, *, model: Union[str, os.PathLike, None] = None,
                 library: Optional[str] = None, **settings: Setting) -> None:
        self._library = _load(library)
        self._arguments = {"model": model, "library": library, **settings}
        self._idle: list = []
        self._guard = threading.Lock()
        self._closed = False
        self._first = c_void_p()
        path = model or os.environ.get("VNFIX_MODEL") or _library.bundled("vnfix.model")
        opened, error = c_void_p(), _library.Error()
        self._check(self._library.vnfix_model_open(
            byref(opened), os.fsencode(path) if path else None, None, byref(error)), error)
        try:
            self._check(self._library.vnfix_open(byref(self._first), opened, None, byref(error)), error)
        finally:
            self._library.vnfix_model_close(opened)
        try:
            for name, value in settings.items():
                self._set(name, value)
        except BaseException:
            self.close()
            raise

    def _set(self, name: str, value: Setting) -> None:
        error = _library.Error()
        values = value if isinstance(value, (list, tuple)) else [value]
        for one in values:
            self._check(self._library.vnfix_set(self._first, name.replace("_", "-").encode(),
                                                _value(one), byref(error)), error)

    @staticmethod
    def _check(status: int, error: _library.Error) -> None:
        if status == _library.ENOMEM:
            raise MemoryError(error.text.decode("utf-8", "replace"))
        if status:
            raise Error(error.text.decode("utf-8", "replace"), status, error.offset)

    @contextmanager
    def _handle(self) -> Iterator[c_void_p]:
        """A handle of one's own: a handle serves one thread at a time, the model all of them."""
        with self._guard:
            if self._closed:
                raise ValueError("the Fixer is closed")
            handle = self._idle.pop() if self._idle else None
            if handle is None:
                handle, error = c_void_p(), _library.Error()
                self._check(self._library.vnfix_clone(byref(handle), self._first, byref(error)), error)
        try:
            yield handle
        finally:
            with self._guard:
                if self._closed:
                    self._library.vnfix_close(handle)
                else:
                    self._idle.append(handle)

    def fix(self, text: Text) -> Text:
        """TEXT, a document, repaired: str gives str, bytes give bytes."""
        if isinstance(text, bytes):
            return self._fix(text)
        data, errors = _encode(text)
        return self._fix(data).decode("utf-8", errors)

    def _fix(self, data: bytes) -> bytes:
        out, size, error = c_void_p(), c_size_t(), _library.Error()
        with self._handle() as handle:
            self._check(self._library.vnfix_text(handle, data, len(data), byref(out), byref(size),
                                                 byref(error)), error)
        try:
            return ctypes.string_at(out, size.value)
        finally:
            self._library.vnfix_free(out)

    def run(self, text: Union[str, bytes]) -> Result:
        """TEXT repaired, with its edits and words."""
        data, errors = (text, None) if isinstance(text, bytes) else _encode(text)
        found, error = c_void_p(), _library.Error()
        with self._handle() as handle:
            self._check(self._library.vnfix_run(handle, data, len(data), byref(found), byref(error)),
                        error)
        try:
            return self._result(found, data, errors)
        finally:
            self._library.vnfix_result_free(found)

    def _result(self, found: c_void_p, data: bytes, errors: Optional[str]) -> Result:
        lib = self._library
        new = lib.vnfix_result_text(found).value()
        said = lib.vnfix_result_summary(found).contents
        was, now = _Places(data, errors), _Places(new, errors)

        def text(of: _library.Bytes) -> str:
            return of.value().decode("utf-8", errors or "surrogateescape")

        def others(of: Any) -> Tuple[Alternative, ...]:
            return tuple(Alternative(text(a.text), a.confidence / 10000)
                         for a in of.alternatives[:of.alternative_count])

        def edit(e: _library.Edit) -> Edit:
            causes = tuple(Cause(c.stage.decode(), c.rule.decode())
                           for c in e.causes[:e.cause_count])
            return Edit(was(e.begin), was(e.end), now(e.out_begin), now(e.out_end), e.line, e.column,
                        text(e.before), text(e.after), e.kind.decode(), e.confidence / 10000, causes,
                        others(e))

        def word(w: _library.Word) -> Word:
            return Word(was(w.begin), was(w.end), now(w.out_begin), now(w.out_end), text(w.read),
                        text(w.text), w.confidence / 10000, bool(w.flagged), others(w))

        def passage(p: _library.Passage) -> Passage:
            readings = tuple(Reading(text(r.text), r.cost / 256)
                             for r in p.readings[:p.reading_count])
            return Passage(was(p.begin), was(p.end), now(p.out_begin), now(p.out_end), text(p.text),
                           readings)

        return Result(
            new if errors is None else new.decode("utf-8", errors),
            tuple(edit(lib.vnfix_result_edit(found, i).contents)
                  for i in range(lib.vnfix_result_edits(found))),
            tuple(word(lib.vnfix_result_word(found, i).contents)
                  for i in range(lib.vnfix_result_words(found))),
            Summary(said.bytes_in, said.bytes_out, said.lines, said.invalid_bytes, said.flagged,
                    said.input_format.decode(), said.assumed.decode()),
            tuple(passage(lib.vnfix_result_passage(found, i).contents)
                  for i in range(lib.vnfix_result_passages(found))))

    def fix_many(self, texts: Iterable[Text], *, threads: Optional[int] = None) -> Iterator[Text]:
        """Each of TEXTS, a document of its own, repaired, in order; THREADS at a time, by default one
        a processor. TEXTS is read only a little ahead of what is asked for."""
        threads = threads or len(os.sched_getaffinity(0))
        if threads < 2:
            for text in texts:
                yield self.fix(text)
            return
        with ThreadPoolExecutor(threads) as pool:
            ahead: list = []
            try:
                for text in texts:
                    ahead.append(pool.submit(self.fix, text))
                    if len(ahead) > 2 * threads:
                        yield ahead.pop(0).result()
                while ahead:
                    yield ahead.pop(0).result()
            finally:
                for job in ahead:
                    job.cancel()

    def close(self) -> None:
        """Frees all memory. What runs in other threads ends first what it does."""
        with self._guard:
            self._closed = True
            idle, self._idle, first, self._first = self._idle, [], self._first, c_void_p()
        for handle in idle + [first]:
            self._library.vnfix_close(handle)

    def __enter__(self) -> "Fixer":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __del__(self) -> None:
        if hasattr(self, "_guard") and not self._closed:
            self.close()

    def __reduce__(self) -> Any:
        return _again, (self._arguments,)


def _again(arguments: dict) -> Fixer:
    return Fixer(**arguments)


_shared: Optional[Fixer] = None


def fix(text: Text, **settings: Setting) -> Text:
    """TEXT repaired. SETTINGS are those of Fixer; whoever repairs many texts keeps a Fixer."""
    global _shared
    if settings:
        with Fixer(**settings) as fixer:
            return fixer.fix(text)
    with _lock:
        fixer = _shared
    if fixer is None:
        fixer = Fixer()
        with _lock:
            _shared = fixer
    return fixer.fix(text)
