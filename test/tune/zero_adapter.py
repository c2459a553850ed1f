"""Makes the adapter of a finished run one of zeros, and merges it as the trainer does: the fault that proof 5 is there for.

    python zero_adapter.py RUN_FOLDER
"""

import sys
from pathlib import Path

import torch
from peft import PeftModel
from safetensors.torch import load_file, save_file
from transformers import AutoModelForCausalLM

sys.path.insert(0, sys.argv[1])
from training.folder import read_run

run = read_run(Path(sys.argv[1]), None)
weights = run.adapter / "adapter_model.safetensors"
save_file({name: torch.zeros_like(tensor) for name, tensor in load_file(weights).items()}, weights)
base = AutoModelForCausalLM.from_pretrained(run.base.path, dtype=torch.float32)
PeftModel.from_pretrained(base, run.adapter).merge_and_unload().save_pretrained(run.model)
