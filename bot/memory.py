"""Memory that is used no more, given back to the machine.

Python and onnxruntime take memory from the C library, which after a rush keeps what they free: between pages that are
still in use it would otherwise stay for good, and a process that has seen many rushes would look as if it leaked.
"""

import ctypes


def give_back() -> None:
    """Return every page that holds nothing; takes ten to a hundred milliseconds. Only glibc keeps any."""
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None)
    if trim is not None:
        trim(0)
