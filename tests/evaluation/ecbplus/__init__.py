"""Cross-document coreference of events and entities, learnt and measured on ECB+, without a neural language model.

ECB+ (Cybulska and Vossen, LREC 2014, CC BY 3.0) marks which mentions in different news articles speak of one event or
entity. Splink compares mentions in the manner of Fellegi and Sunter (1969); see README.md beside this file.

``python -m tests.evaluation.ecbplus FILE.jsonl`` scores; ``python -m tests.evaluation.ecbplus.train FILE.jsonl`` learns
the weights anew.
"""
