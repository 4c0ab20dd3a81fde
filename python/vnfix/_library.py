"""The C library, as ctypes sees it. What each function does is said in vnfix.h; nothing is added here.

Calls release the interpreter lock, so that threads of one program repair several texts at once.
"""
from __future__ import annotations

import ctypes
import os
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_uint32, c_uint64, c_void_p

SONAME = "libvnfix.so.0"

OK, EUSAGE, EINPUT, EOUTPUT, ELIMIT, EMODEL, ENOMEM = range(7)


class Error(ctypes.Structure):
    _fields_ = [("status", c_int), ("offset", c_uint64), ("text", ctypes.c_char * 240)]


class Bytes(ctypes.Structure):
    _fields_ = [("ptr", c_void_p), ("len", c_size_t)]

    def value(self) -> bytes:
        return ctypes.string_at(self.ptr, self.len) if self.len else b""


class Cause(ctypes.Structure):
    _fields_ = [("stage", c_char_p), ("rule", c_char_p)]


class Alternative(ctypes.Structure):
    _fields_ = [("text", Bytes), ("confidence", c_uint32)]


class Edit(ctypes.Structure):
    _fields_ = [
        ("begin", c_uint64), ("end", c_uint64), ("out_begin", c_uint64), ("out_end", c_uint64),
        ("line", c_uint64), ("column", c_uint64), ("before", Bytes), ("after", Bytes),
        ("kind", c_char_p), ("confidence", c_uint32),
        ("causes", POINTER(Cause)), ("cause_count", c_size_t),
        ("alternatives", POINTER(Alternative)), ("alternative_count", c_size_t),
    ]


class Word(ctypes.Structure):
    _fields_ = [
        ("begin", c_uint64), ("end", c_uint64), ("out_begin", c_uint64), ("out_end", c_uint64),
        ("read", Bytes), ("text", Bytes), ("confidence", c_uint32), ("flagged", c_int),
        ("alternatives", POINTER(Alternative)), ("alternative_count", c_size_t),
    ]


class Reading(ctypes.Structure):
    _fields_ = [("text", Bytes), ("cost", c_uint32)]


class Passage(ctypes.Structure):
    _fields_ = [
        ("begin", c_uint64), ("end", c_uint64), ("out_begin", c_uint64), ("out_end", c_uint64),
        ("text", Bytes), ("readings", POINTER(Reading)), ("reading_count", c_size_t),
    ]


class Summary(ctypes.Structure):
    _fields_ = [
        ("bytes_in", c_uint64), ("bytes_out", c_uint64), ("lines", c_uint64),
        ("invalid_bytes", c_uint64), ("flagged", c_uint64),
        ("input_format", c_char_p), ("assumed", c_char_p),
    ]


_FUNCTIONS = {
    # name: (returns, arguments)
    "vnfix_model_open": (c_int, [POINTER(c_void_p), c_char_p, c_void_p, POINTER(Error)]),
    "vnfix_model_info": (c_char_p, [c_void_p]),
    "vnfix_model_close": (None, [c_void_p]),
    "vnfix_open": (c_int, [POINTER(c_void_p), c_void_p, c_void_p, POINTER(Error)]),
    "vnfix_clone": (c_int, [POINTER(c_void_p), c_void_p, POINTER(Error)]),
    "vnfix_set": (c_int, [c_void_p, c_char_p, c_char_p, POINTER(Error)]),
    "vnfix_close": (None, [c_void_p]),
    "vnfix_text": (c_int, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(c_size_t),
                           POINTER(Error)]),
    "vnfix_free": (None, [c_void_p]),
    "vnfix_run": (c_int, [c_void_p, c_char_p, c_size_t, POINTER(c_void_p), POINTER(Error)]),
    "vnfix_result_free": (None, [c_void_p]),
    "vnfix_result_text": (Bytes, [c_void_p]),
    "vnfix_result_edits": (c_size_t, [c_void_p]),
    "vnfix_result_words": (c_size_t, [c_void_p]),
    "vnfix_result_passages": (c_size_t, [c_void_p]),
    "vnfix_result_passage": (POINTER(Passage), [c_void_p, c_size_t]),
    "vnfix_result_summary": (POINTER(Summary), [c_void_p]),
    "vnfix_result_edit": (POINTER(Edit), [c_void_p, c_size_t]),
    "vnfix_result_word": (POINTER(Word), [c_void_p, c_size_t]),
    "vnfix_version": (c_char_p, []),
    "vnfix_status_text": (c_char_p, [c_int]),
}


def bundled(name: str) -> str | None:
    """The path of a file that a wheel has put beside this module, if there is one."""
    path = os.path.join(os.path.dirname(__file__), name)
    return path if os.path.exists(path) else None


def load(path: str | None = None) -> ctypes.CDLL:
    """The library at PATH; without one $VNFIX_LIBRARY, that of the wheel, or the installed one."""
    library = ctypes.CDLL(path or os.environ.get("VNFIX_LIBRARY") or bundled(SONAME) or SONAME)
    for name, (returns, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = returns, arguments
    return library
