# Words common to the whole program. Those of single places are in parts/.
