"""One attempt at a run, from its base to the merged model, with so many rows in memory at once."""

import gc
import hashlib
import math
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import torch
import trl.trainer.utils
from datasets import Dataset
from peft import LoraConfig, set_peft_model_state_dict
from safetensors.torch import load_file
from transformers import PrinterCallback
from trl import SFTConfig, SFTTrainer

import weights
from training import agreement, chat, proofs
from training.course import Course, Mark, last_whole
from training.folder import Events, Run
from training.problems import Failure, ProofFailed
from training.rows import Data, Question, Row, spread
from training.shared_beginnings import SharedBeginnings, is_same
from training.stop import Asked, Stop

if TYPE_CHECKING:
    from transformers import PreTrainedModel, PreTrainedTokenizerBase

# A checkpoint's files that make an adapter, as PEFT calls them.
WEIGHTS, CONFIG = "adapter_model.safetensors", "adapter_config.json"
# Lengths in tokens are multiples of this on a processor, which makes itself ready for each length that it meets: with fewer of
# them a step of SmolLM2 took an eighth less time, and the training a gigabyte less memory.
MULTIPLE = 32


def attempt(run: Run, data: Data, events: Events, stop: Stop, at_once: int) -> None:
    """
    Proves, trains, merges, and says all of it as events. `at_once`: rows in memory at once, which divides the batch.
    Raises Failure, ProofFailed, Asked.
    """
    device = _device(run.options.device)
    # What an attempt before this one has left.
    gc.collect()
    if device.type == "cuda":
        torch.cuda.empty_cache()
    whole = last_whole(run.checkpoints)
    step = whole[1].step if whole else 0
    events.write("started", pid=os.getpid(), device=_words(device), resumedAt=step)
    tokenizer = weights.load_tokenizer(run.base.path)
    chat.settle(tokenizer, run.base.given, run.options.thinking)
    stop.obey(step)
    events.doing(f"loading {run.base.given}")
    model = weights.load_model(run.base.path, _dtype(device), device)
    context = _context(model, tokenizer)
    _room(run, model)
    stop.obey(step)
    events.doing(f"tokenizing {len(data.rows)} rows")
    trainer = _trainer(run, model, tokenizer, data.rows, device, at_once)
    _prove(run, events, trainer, data.rows, tokenizer, context)
    stop.obey(step)
    if device.type == "cpu":
        _share_beginnings(trainer, tokenizer)
    course = _course(run, data, events, stop, trainer, tokenizer, whole[1] if whole else None)
    _take(course, trainer, device, whole[0] if whole else None)
    if course.why == "asked":
        raise Asked(course.last)
    if course.why == "early":
        events.write("stopped", step=course.last, why="early")
    best = course.best()
    events.doing(f"merging the checkpoint of step {best} into the model")
    digest = _keep(run, trainer, tokenizer, best)
    events.write("finished", step=best, digest=digest, seconds=round(course.seconds, 1))


def _course(
    run: Run,
    data: Data,
    events: Events,
    stop: Stop,
    trainer: SFTTrainer,
    tokenizer: "PreTrainedTokenizerBase",
    resumed: Mark | None,
) -> Course:
    """What hears the trainer. A control, and answers that were drawn, are trained to the end: agreement does not judge them."""
    course = Course(
        run.checkpoints,
        events,
        stop,
        agreement.prepared(_questions(run, data, events), tokenizer),
        count=run.options.looks,
        patience=run.options.patience,
        chooses=not (run.control or data.soft),
        resumed=resumed,
        model=trainer.model,
    )
    trainer.add_callback(course)
    return course


def _take(course: Course, trainer: SFTTrainer, device: torch.device, checkpoint: Path | None) -> None:
    """The steps that are left, from a checkpoint or from the beginning."""
    if checkpoint is not None:
        _restore(trainer, checkpoint)
    course.catch_up()
    if course.is_over():
        return
    with _head_on_answers(device):
        trainer.train(resume_from_checkpoint=None if checkpoint is None else str(checkpoint))


def _questions(run: Run, data: Data, events: Events) -> list[Question]:
    """The held-out questions that every look asks."""
    if run.options.looks == 0:
        return []
    questions = spread(data.questions, run.options.asked)
    if not questions:
        why = "none has its legal answers listed" if data.held_out else "there are no held-out questions"
        events.doing(f"no agreement is measured: {why}")
    return questions


def _adapted(model: "PreTrainedModel", layers: str) -> dict[str, object]:
    """Which weights have an adapter: all that are linear, or of them those of the upper third of the layers."""
    if layers == "all":
        return {"target_modules": "all-linear"}
    count = model.config.get_text_config().num_hidden_layers
    head = model.get_output_embeddings()
    linear = {
        name.rsplit(".", 1)[-1]
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and module is not head
    }
    return {"target_modules": sorted(linear), "layers_to_transform": list(range(2 * count // 3, count))}


def _trainer(
    run: Run,
    model: "PreTrainedModel",
    tokenizer: "PreTrainedTokenizerBase",
    rows: list[Row],
    device: torch.device,
    at_once: int,
) -> SFTTrainer:
    """The library's trainer with the run's settings. It has no length of its own, so that it cuts and drops no row."""
    options = run.options
    card = device.type == "cuda"
    config = SFTConfig(
        output_dir=str(run.checkpoints),
        num_train_epochs=options.epochs,
        max_steps=-1 if options.steps is None else _steps(options.steps, options.epochs, len(rows), options.batch),
        per_device_train_batch_size=at_once,
        gradient_accumulation_steps=options.batch // at_once,
        learning_rate=options.lr,
        lr_scheduler_type="linear",
        # What a first move hangs on is a hundredth of what differs between two prompts: with the usual .999 and 1 the steps of
        # before, which were larger, drown it for as long as a small set lasts (README).
        adam_beta2=0.95,
        max_grad_norm=0.05,
        seed=options.seed,
        # Our rows stand in pairs that answer differently (src/tune/side-by-side.ts); in what order others' stand nobody knows.
        train_sampling_strategy="sequential" if run.labels == "ours" else "random",
        max_length=None,
        pad_to_multiple_of=MULTIPLE if device.type == "cpu" else "auto",
        completion_only_loss=True,
        # Time for memory: a card has less of it, a processor more.
        gradient_checkpointing=card,
        bf16=_has_bf16(device),
        use_cpu=device.type == "cpu",
        dataloader_pin_memory=card,
        logging_steps=1,
        logging_nan_inf_filter=False,
        save_strategy="no",
        report_to="none",
        disable_tqdm=True,
    )
    lora = LoraConfig(
        task_type="CAUSAL_LM",
        r=options.rank,
        lora_alpha=2 * options.rank,
        lora_dropout=0.0,
        **_adapted(model, options.layers),
    )
    trainer = SFTTrainer(
        model=model,
        args=config,
        train_dataset=_dataset(rows, tokenizer, options.thinking),
        processing_class=tokenizer,
        peft_config=lora,
    )
    # Steps are told as events.
    trainer.remove_callback(PrinterCallback)
    return trainer


@contextmanager
def _head_on_answers(device: torch.device) -> Iterator[None]:
    """
    Meanwhile a processor reckons the probabilities of trained tokens alone, as a card does. TRL 1.16 has it reckon those of
    every position of a prompt, and then leaves them out: losses and gradients are the same to the bit, 1.6 times as fast with
    SmolLM2 and prompts of 180 tokens. Only the head reads the name that is changed here; TRL's kernels have their own.
    """
    was = trl.trainer.utils._use_triton
    if device.type == "cpu":
        trl.trainer.utils._use_triton = lambda _: True
    try:
        yield
    finally:
        trl.trainer.utils._use_triton = was


def _share_beginnings(trainer: SFTTrainer, tokenizer: "PreTrainedTokenizerBase") -> None:
    """
    From now on what rows of a step begin with alike is reckoned once, where the model is shown to give the same answers so. Not on
    a card, where it was not tried.
    """
    own = trainer.data_collator
    shared = SharedBeginnings(own, tokenizer.pad_token_id, MULTIPLE)
    rows = trainer.train_dataset.select_columns(["input_ids", "labels"])
    size = trainer.args.per_device_train_batch_size
    steps = ([rows[i] for i in range(at, min(at + size, len(rows)))] for at in range(0, len(rows), size))
    first = next((step for step in steps if shared.shares(step)), None)
    if first is not None and is_same(trainer.model, shared(first), own(first)):
        trainer.data_collator = shared


def _steps(most: int, epochs: float, rows: int, batch: int) -> int:
    """The optimizer's steps: as many as the epochs take, and no more than `most`."""
    return min(most, math.ceil(epochs * math.ceil(rows / batch)))


def _dataset(rows: list[Row], tokenizer: "PreTrainedTokenizerBase", thinking: bool) -> Dataset:
    """The rows as TRL takes conversations: it trains the completion and masks the prompt."""
    decides = chat.has_switch(tokenizer) and any(row.decision is not None for row in rows)
    return Dataset.from_list(
        [
            {"prompt": row.prompt, "completion": [{"role": "assistant", "content": row.completion}]}
            | ({"chat_template_kwargs": {chat.SWITCH: thinking and row.decision is None}} if decides else {})
            for row in rows
        ]
    )


def _prove(
    run: Run,
    events: Events,
    trainer: SFTTrainer,
    rows: list[Row],
    tokenizer: "PreTrainedTokenizerBase",
    context: int,
) -> None:
    """Three proofs, all told; raises ProofFailed where one did not pass."""
    found = proofs.tokenized(trainer)
    most = min(context, run.options.max_length or context)
    findings = [
        proofs.mask(rows, found, tokenizer),
        proofs.length(rows, found, most),
        proofs.template(rows, found, tokenizer, run.folder / "template.jsonl"),
    ]
    passed = [events.proof(one.name, one.figure, one.fault) for one in findings]
    if not all(passed):
        raise ProofFailed("; ".join(f"{one.name}: {one.fault}" for one in findings if one.fault))


def _restore(trainer: SFTTrainer, checkpoint: Path) -> None:
    """The adapter of a checkpoint, into the model."""
    set_peft_model_state_dict(trainer.model, load_file(checkpoint / WEIGHTS))


def _keep(run: Run, trainer: SFTTrainer, tokenizer: "PreTrainedTokenizerBase", step: int) -> str:
    """A checkpoint's adapter, and the model with it merged in, each whole or not at all. Gives back the adapter's digest."""
    checkpoint = run.checkpoints / f"checkpoint-{step}"
    adapter, model = (_empty(folder) for folder in (run.adapter, run.model))
    for name in (WEIGHTS, CONFIG):
        shutil.copyfile(checkpoint / name, adapter / name)
    _restore(trainer, checkpoint)
    trainer.model.merge_and_unload().save_pretrained(model)
    tokenizer.save_pretrained(model)
    for made, folder in ((adapter, run.adapter), (model, run.model)):
        shutil.rmtree(folder, ignore_errors=True)
        made.rename(folder)
    return hashlib.sha256((run.adapter / WEIGHTS).read_bytes()).hexdigest()


def _empty(folder: Path) -> Path:
    """An empty folder beside the one that is to be made."""
    made = folder.with_name(f"{folder.name}.being-made")
    shutil.rmtree(made, ignore_errors=True)
    made.mkdir()
    return made


def _room(run: Run, model: "PreTrainedModel") -> None:
    """That the merged model and three checkpoints have room. Raises Failure."""
    size = sum(parameter.numel() * parameter.element_size() for parameter in model.parameters())
    linear = sum(sum(one.weight.shape) for one in model.modules() if isinstance(one, torch.nn.Linear))
    # The adapter, and two numbers a weight that the optimizer keeps, four bytes each.
    needed = size + 3 * 3 * 4 * linear * run.options.rank
    free = shutil.disk_usage(run.folder).free
    if free < needed:
        raise Failure(
            f"This run needs {needed / 1e9:.1f} GB of disk for its checkpoints and the merged model, and {free / 1e9:.1f} GB are free at {run.folder}: make room."
        )


def _context(model: "PreTrainedModel", tokenizer: "PreTrainedTokenizerBase") -> int:
    """The most tokens that the model reads at once."""
    told = getattr(model.config.get_text_config(), "max_position_embeddings", None)
    return min(told or sys.maxsize, tokenizer.model_max_length)


def _device(asked: str) -> torch.device:
    """Where it is trained. Raises Failure where what was asked for is not there."""
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available(), "cpu": True}
    if asked == "auto":
        asked = next(name for name, is_there in there.items() if is_there)
    if not there.get(asked, False):
        raise Failure(
            f"There is no {asked} on this computer: give `--device auto`, or one of {', '.join(n for n, t in there.items() if t)}."
        )
    return torch.device(asked)


def _dtype(device: torch.device) -> torch.dtype:
    """What a card reckons well in; elsewhere what is exact."""
    return torch.bfloat16 if device.type == "cuda" and _has_bf16(device) else torch.float32


def _has_bf16(device: torch.device) -> bool:
    """
    Whether products of matrices are taken in numbers of 16 bits: where the machine has instructions for them, which take half of
    the time. On a processor the weights themselves, and all that is added up, stay as exact as they are.
    """
    if device.type == "cpu":
        has = torch.cpu.get_capabilities()
        return has.get("avx512_bf16", False) or has.get("amx_bf16", False)
    return device.type == "cuda" and torch.cuda.is_bf16_supported()


def _words(device: torch.device) -> str:
    """The device as people read it."""
    if device.type == "cuda":
        return f"cuda: {torch.cuda.get_device_name(device)}"
    if device.type != "cpu":
        return device.type
    threads = torch.get_num_threads()
    return f"cpu: {threads} thread{'' if threads == 1 else 's'}" + (", 16-bit products" if _has_bf16(device) else "")
