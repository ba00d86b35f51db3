"""The store: what every library is made of, kept in one database."""
