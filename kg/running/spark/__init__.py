"""The same stages on many machines, with Apache Spark (https://spark.apache.org/docs/latest/).

Each step of the merge maps articles to values under keys, or comes to something of the values of a key
(:mod:`kg.merging`); here Spark brings the values together where on one machine a database does. What is computed is in
the functions that both call.
"""
