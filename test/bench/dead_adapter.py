"""Two adapters of a model that nobody trained: one as PEFT begins it, which changes nothing, and one of small random numbers.

    python dead_adapter.py MODEL_FOLDER DEAD_RUN LIVE_RUN

Into each run's folder, `adapter` and the model with it merged in, as the trainer leaves them.
"""

import sys
from pathlib import Path

import torch
from peft import LoraConfig, get_peft_model
from transformers import AutoModelForCausalLM, AutoTokenizer


def write(base: str, run: Path, spread: float) -> None:
    """An adapter whose second factor has this spread; 0 is dead."""
    torch.manual_seed(1)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32),
        LoraConfig(task_type="CAUSAL_LM", target_modules="all-linear", r=8, lora_alpha=16),
    )
    with torch.no_grad():
        for name, weights in model.named_parameters():
            if "lora_B" in name:
                weights.normal_(0, spread) if spread > 0 else weights.zero_()
    model.save_pretrained(run / "adapter")
    model.merge_and_unload().save_pretrained(run / "model")
    AutoTokenizer.from_pretrained(base).save_pretrained(run / "model")


write(sys.argv[1], Path(sys.argv[2]), 0)
write(sys.argv[1], Path(sys.argv[3]), 0.05)
