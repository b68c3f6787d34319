using System;
using System.Collections.Generic;

namespace Shop;

/// <summary>A rule that makes a cart cheaper.</summary>
public abstract class Discount
{
    public abstract string Name { get; }

    public abstract decimal Apply(Cart cart);
}

public sealed class PercentageDiscount : Discount
{
    private readonly decimal _percent;

    public PercentageDiscount(decimal percent)
    {
        if (percent < 0 || percent > 100)
        {
            throw new ArgumentOutOfRangeException(nameof(percent));
        }

        _percent = percent;
    }

    public override string Name => $"{_percent} % off";

    public override decimal Apply(Cart cart)
    {
        return cart.Total * (100 - _percent) / 100;
    }
}

public sealed class FreeCheapestItem : Discount
{
    public override string Name => "The cheapest item is free";

    public override decimal Apply(Cart cart)
    {
        if (cart.IsEmpty)
        {
            return 0;
        }

        decimal cheapest = decimal.MaxValue;
        foreach (CartItem item in cart.Items)
        {
            if (item.Product.Price < cheapest)
            {
                cheapest = item.Product.Price;
            }
        }

        return cart.Total - cheapest;
    }
}
