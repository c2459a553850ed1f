"""What ends a run before its time, each with one sentence for whoever started it."""

import errno


class Failure(Exception):
    """Something that the user can mend. Its text is one sentence that says what to do."""


class Final(Failure):
    """The same, of something that stays as it is however often this run is tried: another has to be begun."""


class ProofFailed(Exception):
    """A proof did not pass; its event is written already. Its text is what the proof found."""


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a card, or torch on a processor, could not have the memory that it asked for."""
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":
        return True
    said = str(error).lower()
    return isinstance(error, RuntimeError) and ("out of memory" in said or "can't allocate memory" in said)


def is_disk_full(error: BaseException) -> bool:
    """Whether a file could not be written for want of space; torch and safetensors tell it in words only."""
    if isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT):
        return True
    said = str(error).lower()
    return "no space left" in said or "os error 28" in said or "disk quota" in said
