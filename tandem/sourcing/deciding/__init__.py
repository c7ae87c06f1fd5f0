"""The mathematics of choosing between suppliers: values in, values out, no database.

A decision matrix is candidates × criteria, of floats; `types` says of each criterion whether more is better (1) or
less is (-1); weights are not negative and sum to one. What each part promises stands in its module:

    weights      AHP, several deciders joined, entropy, CRITIC
    ranking      the weighted sum, and eight other methods beside it with how far they agree
    bounds       values that are missing, or known between two limits
    stability    how far a weight may move, and how often each candidate wins under random weights (SMAA)
    total_cost   what a piece costs besides its price
    allocation   a volume split between suppliers at least cost
"""
