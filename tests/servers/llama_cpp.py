"""llama.cpp's own server, for the tests: python3 llama_cpp.py MODEL.gguf PORT

It prints "ready" once it answers, and ends when its standard input does.
"""

import sys

import xllamacpp

model, port = sys.argv[1:]
parameters = xllamacpp.CommonParams()
parameters.model.path = model
parameters.hostnames = ["127.0.0.1"]
parameters.port = int(port)
parameters.n_ctx = 4096
parameters.n_parallel = 4
parameters.warmup = False
server = xllamacpp.Server(parameters)
print("ready", flush=True)
sys.stdin.read()
