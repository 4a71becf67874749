"""The life of records that could not be used: listed for offices, corrected, put through again, or set aside."""
