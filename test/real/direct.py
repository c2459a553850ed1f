"""Computes from the weights themselves what a server should answer to a typed decision.

    python direct.py MODEL_FOLDER

Answers POST on a port of its own, which it prints. The body is a request of /v1/systemone with questions of type
`choice`; the answer holds, for every question, the probability of each option and the prompt that was read.

From transformers come the prompt's text and the weights. The rest is done here and otherwise than the server does it: the
whole sequence in double precision, letters looked up in the vocabulary, the softmax over these letters written out.
"""

import ends_with_parent  # noqa: F401
import json
import math
import string
import sys
from http.server import BaseHTTPRequestHandler, HTTPServer

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer
from transformers.decision import DecisionConfig

folder = sys.argv[1]
tokenizer = AutoTokenizer.from_pretrained(folder)
model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float64).eval()


def direct(request: dict) -> dict:
    """Every question's options with their probabilities, in the order asked, and its prompt as text."""
    asked = {"state": request["state"], "questions": request["questions"]}
    answers = {}
    for inputs, (question,) in DecisionConfig().prepare_inputs(asked, tokenizer):
        ids = inputs["input_ids"]
        with torch.no_grad():
            logits = model(input_ids=ids).logits[0, -1].tolist()
        options = list(request["questions"][question.name]["criteria"])
        letters = string.ascii_uppercase[: len(options)]
        scores = [logits[tokenizer.get_vocab()[letter]] for letter in letters]
        weights = [math.exp(score - max(scores)) for score in scores]
        answers[question.name] = {
            "probabilities": {option: weight / sum(weights) for option, weight in zip(options, weights)},
            "prompt": tokenizer.decode(ids[0]),
        }
    return answers


class Answers(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        request = json.loads(self.rfile.read(int(self.headers["content-length"])))
        body = json.dumps(direct(request)).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


server = HTTPServer(("127.0.0.1", 0), Answers)
print(f"running on http://127.0.0.1:{server.server_port}", file=sys.stderr, flush=True)
server.serve_forever()
