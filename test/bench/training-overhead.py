"""What our trainer takes beside TRL's SFTTrainer alone, on the same rows and settings, without looks.

    python training-overhead.py MODEL_FOLDER [ROWS] [TIMES]

Prints JSON: seconds of the processor (a busy machine hardly changes them) from the model's loading to the merged model on the
disk, so many times each, and the ratio of the least to the library's alone: of ours, and of ours with the head that the
library has on a processor, which says what all the rest of ours takes.
"""

import json
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2] / "src" / "trainer" / "python"))

import torch  # noqa: E402
from datasets import Dataset  # noqa: E402
from peft import LoraConfig  # noqa: E402
from transformers import AutoModelForCausalLM, AutoTokenizer  # noqa: E402
from trl import SFTConfig, SFTTrainer  # noqa: E402

import training.attempt as attempts  # noqa: E402
from training.folder import Base, Events, Options, Run  # noqa: E402
from training.rows import Data, Row  # noqa: E402
from training.stop import Stop  # noqa: E402

RULES = "Two players. You choose first; the other player sees your choice and then answers."


def row(i: int) -> Row:
    """About as many tokens as a row of the dilemma has."""
    table = "\n".join(
        f"you {a}, the other {b}: you get {7 * i % 90}, other gets {11 * i % 90}" for a in "CD" for b in "CD"
    )
    said = f"{table}\n\nYou expect that the other answers C with {i % 100} %.\n\nYour move, C or D?"
    return Row(f"t{i}", [{"role": "system", "content": RULES * 4}, {"role": "user", "content": said}], "CD"[i % 2])


def ours(model: str, rows: list[Row], folder: Path) -> None:
    """As train.py does it."""
    options = Options(
        epochs=1, lr=1e-3, rank=16, layers="all", batch=8, steps=None, seed=1, max_length=None, looks=0, asked=0, patience=None,
        thinking=False, device="cpu",
    )  # fmt: skip
    run = Run(folder, "bench", Base(model, "folder", model), "ours", False, options)
    attempts.attempt(run, Data(rows, []), Events(folder), Stop(), options.batch)


def ours_without_shortcut(model: str, rows: list[Row], folder: Path) -> None:
    """The same, with the library's head."""
    kept, attempts._head_on_answers = attempts._head_on_answers, lambda _: nullcontext()
    ours(model, rows, folder)
    attempts._head_on_answers = kept


def alone(model: str, rows: list[Row], folder: Path) -> None:
    """As TRL's documentation does it."""
    trainer = SFTTrainer(
        model=AutoModelForCausalLM.from_pretrained(model, dtype=torch.float32),
        args=SFTConfig(
            output_dir=str(folder),
            num_train_epochs=1,
            per_device_train_batch_size=8,
            learning_rate=1e-3,
            lr_scheduler_type="linear",
            adam_beta2=0.95,
            max_grad_norm=0.05,
            seed=1,
            max_length=None,
            gradient_checkpointing=False,
            bf16=False,
            use_cpu=True,
            dataloader_pin_memory=False,
            logging_steps=1,
            save_strategy="no",
            report_to="none",
            disable_tqdm=True,
        ),  # fmt: skip
        train_dataset=Dataset.from_list(
            [{"prompt": one.prompt, "completion": [{"role": "assistant", "content": one.completion}]} for one in rows]
        ),
        processing_class=AutoTokenizer.from_pretrained(model),
        peft_config=LoraConfig(
            task_type="CAUSAL_LM", target_modules="all-linear", r=16, lora_alpha=32, lora_dropout=0.0
        ),
    )
    trainer.train()
    trainer.save_model(str(folder / "adapter"))
    trainer.model.merge_and_unload().save_pretrained(folder / "model")
    trainer.processing_class.save_pretrained(folder / "model")


def seconds(train: Callable[[str, list[Row], Path], None], model: str, rows: list[Row]) -> float:
    """Of the processor, of one training."""
    folder = Path(tempfile.mkdtemp())
    since = time.process_time()
    train(model, rows, folder)
    took = time.process_time() - since
    shutil.rmtree(folder)
    return took


if __name__ == "__main__":
    model = sys.argv[1]
    rows, times = (int(word) for word in [*sys.argv[2:], *("64", "3")[len(sys.argv) - 2 :]])
    questions = [row(i) for i in range(rows)]
    # The first of all in a process pays for what is imported and made once.
    seconds(ours, model, questions[:8])
    ways = {"alone": alone, "ours": ours, "ours with the library's head": ours_without_shortcut}
    taken = {name: [seconds(way, model, questions) for _ in range(times)] for name, way in ways.items()}
    least = {name: min(values) for name, values in taken.items()}
    print(
        json.dumps(
            {"rows": rows, "seconds": taken, "ratio": {name: took / least["alone"] for name, took in least.items()}}
        )
    )
