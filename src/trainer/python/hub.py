"""A model on a hub: whether it lies on this computer, how large it is, and fetching it.

    python hub.py look ID       one line of JSON: whether it is here, else how many bytes there are to fetch
    python hub.py fetch ID      fetches it; one line of JSON: the folder in which it lies

Exit code 2, and the sentence as the last line of standard error, where that cannot be done.
"""

import fnmatch
import json
import sys

from huggingface_hub import HfApi, snapshot_download
from huggingface_hub.errors import (
    GatedRepoError,
    HfHubHTTPError,
    HFValidationError,
    LocalEntryNotFoundError,
    RepositoryNotFoundError,
)

# What transformers reads; other forms of the same weights are left where they are.
WANTED = ["*.json", "*.jinja", "*.txt", "*.model", "*.safetensors"]
OLDER = [*WANTED[:-1], "pytorch_model*.bin"]
SECONDS = 20


def cached(model: str) -> str | None:
    """The folder of a model that was fetched before; None where any of it is missing."""
    for patterns in (WANTED, OLDER):
        try:
            folder = snapshot_download(model, allow_patterns=patterns, local_files_only=True)
        except LocalEntryNotFoundError:
            continue
        weights = tuple(pattern.lstrip("*") for pattern in (".safetensors", ".bin"))
        from pathlib import Path

        if any(file.suffix in weights for file in Path(folder).iterdir()):
            return folder
    return None


def wanted(model: str) -> tuple[list[str], int]:
    """Which files are fetched, and their bytes together."""
    files = {file.rfilename: file.size or 0 for file in HfApi().model_info(model, files_metadata=True, timeout=SECONDS).siblings or []}
    patterns = WANTED if any(name.endswith(".safetensors") for name in files) else OLDER
    return patterns, sum(size for name, size in files.items() if any(fnmatch.fnmatch(name, one) for one in patterns))


def main(verb: str, model: str) -> None:
    folder = cached(model)
    if verb == "look":
        print(json.dumps({"folder": folder, "bytes": 0 if folder else wanted(model)[1]}))
        return
    if folder is None:
        folder = snapshot_download(model, allow_patterns=wanted(model)[0])
    print(json.dumps({"folder": folder, "bytes": 0}))


def why(model: str, error: Exception) -> str:
    """What went wrong, in one sentence."""
    if isinstance(error, GatedRepoError):
        return f"{model} is given out only to who has agreed to its terms: agree on its page and set HF_TOKEN."
    if isinstance(error, RepositoryNotFoundError):
        return f"There is no model {model} on the hub, or it is private: check its name, or set HF_TOKEN."
    if isinstance(error, HFValidationError):
        return f"{model} is no name of a model on a hub, such as OWNER/NAME."
    if "No space left" in str(error):
        return f"The disk is full: make room for {model} and run the same command again."
    if isinstance(error, HfHubHTTPError) and error.response is not None:
        return f"The hub does not give {model} (it answers {error.response.status_code}): try again later, or give a folder that has it."
    return f"{model} is not on this computer and the hub does not answer: connect to the internet once, or give a folder that has it."


if __name__ == "__main__":
    try:
        main(sys.argv[1], sys.argv[2])
    except Exception as error:  # every fault of a line or a hub is one sentence here
        print(why(sys.argv[2], error), file=sys.stderr)
        sys.exit(2)
