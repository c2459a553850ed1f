/** By what models are served: transformers' own server; vLLM and llama.cpp, which were not tried by us. */
export const SERVERS = ['transformers', 'vllm', 'llama.cpp'] as const;
export type ServerName = (typeof SERVERS)[number];
